package io.cameo.bench.formats;

import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Readings;
import io.cameo.bench.report.Table;
import io.cameo.bench.running.MachineCpu;
import io.cameo.image.ImagePipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Measures all squares, and puts what it found into tables. */
public final class FormatsComparison {

  /** The quality that is delivered when nobody sets one. */
  private static final int USUAL = 85;

  private final ImagePipeline pipeline;
  private final List<Square> squares = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();

  /**
   * One square at one quality: what the format takes to look the same, and what it is like with the
   * quality that the service takes.
   */
  private record Found(
      Square square,
      Format format,
      int jpegQuality,
      Square.Encoded jpeg,
      EqualLooks equal,
      Square.Encoded mapped) {

    /** Bytes for the same looks, of one byte of JPEG. */
    double part() {
      return equal.bytes() / jpeg.bytes();
    }
  }

  public FormatsComparison(ImagePipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Takes a photograph; false when it has no JPEG of its own, for whatever reason. */
  public boolean add(String name, byte[] file, List<Integer> sizes) {
    return squares.addAll(Square.of(pipeline, name, file, sizes));
  }

  /** Searches equal looks with the effort of the service. */
  public void search(List<Integer> qualities) {
    for (int quality : qualities) {
      for (Square square : squares) {
        Square.Encoded jpeg = square.jpeg(pipeline, quality);
        for (Format format : Format.values()) {
          found.add(
              new Found(
                  square,
                  format,
                  quality,
                  jpeg,
                  equal(square, jpeg, format, format.effort()),
                  square.as(format, format.quality(quality), format.effort())));
        }
      }
      System.out.println("  done: everything at quality " + quality);
    }
  }

  private static EqualLooks equal(Square square, Square.Encoded jpeg, Format format, int effort) {
    return EqualLooks.search(jpeg.score(), quality -> square.as(format, quality, effort));
  }

  /** What is to be reached, with the usual quality: JPEG's bytes over the format's. */
  public List<Ratio> ratios() {
    List<Ratio> ratios = new ArrayList<>();
    for (Format format : Format.values()) {
      ratios.add(
          new Ratio(
              "bytes for the same looks: JPEG / " + format.title(),
              1,
              mean(format, all -> all.jpegQuality() == USUAL),
              1 / format.wanted()));
    }
    return ratios;
  }

  /** By photograph, by size and by quality. */
  public List<Table> tables() {
    return List.of(
        by("photograph", one -> one.square().picture(), one -> one.jpegQuality() == USUAL),
        by("side in pixels", one -> one.square().size() + "", one -> one.jpegQuality() == USUAL),
        by("JPEG's quality", one -> one.jpegQuality() + "", one -> true),
        mapping());
  }

  private Table by(String what, Function<Found, String> name, Predicate<Found> which) {
    Table table =
        new Table(what, "JPEG bytes", "SSIMULACRA 2", "WebP / JPEG bytes", "AVIF / JPEG bytes");
    List<Found> chosen = found.stream().filter(which).toList();
    for (String one : chosen.stream().map(name).distinct().toList()) {
      Predicate<Found> mine = all -> which.test(all) && name.apply(all).equals(one);
      List<Found> rows =
          chosen.stream().filter(mine).filter(all -> all.format() == Format.WEBP).toList();
      table.row(
          one,
          rows.stream().mapToInt(all -> all.jpeg().bytes()).sum() / rows.size(),
          rows.stream().mapToDouble(all -> all.jpeg().score()).average().orElse(0),
          part(mean(Format.WEBP, mine)),
          part(mean(Format.AVIF, mine)));
    }
    return table;
  }

  /** The geometric mean of the parts, in which every picture counts the same. */
  private double mean(Format format, Predicate<Found> which) {
    return Math.exp(
        found.stream()
            .filter(one -> one.format() == format)
            .filter(which)
            .mapToDouble(one -> Math.log(one.part()))
            .average()
            .orElse(0));
  }

  private Table mapping() {
    Table table =
        new Table(
            "JPEG's quality",
            "format",
            "same looks at",
            "least",
            "most",
            "service takes",
            "SSIMULACRA 2 then, over JPEG's",
            "least",
            "bytes then / JPEG's");
    Map<String, List<Found>> groups =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.jpegQuality() + " " + one.format().title(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (List<Found> group : groups.values()) {
      Found first = group.getFirst();
      Readings equal = new Readings(group.stream().map(one -> one.equal().quality()).toList());
      Readings over =
          new Readings(
              group.stream().map(one -> one.mapped().score() - one.jpeg().score()).toList());
      double bytes =
          group.stream()
              .mapToDouble(one -> Math.log((double) one.mapped().bytes() / one.jpeg().bytes()))
              .average()
              .orElse(0);
      table.row(
          first.jpegQuality(),
          first.format().title(),
          equal.median(),
          equal.min(),
          equal.max(),
          first.format().quality(first.jpegQuality()),
          over.median(),
          over.min(),
          part(Math.exp(bytes)));
    }
    return table;
  }

  /** What more or less effort would give, with the usual quality. */
  public Table efforts() {
    Table table =
        new Table(
            "format",
            "effort",
            "bytes for the same looks / JPEG's",
            "processor ms of a picture in these sizes");
    long pictures = squares.stream().map(Square::picture).distinct().count();
    List<Square.Encoded> jpegs =
        squares.stream().map(square -> square.jpeg(pipeline, USUAL)).toList();
    for (Format format : Format.values()) {
      for (int effort : format.efforts()) {
        double logarithms = 0;
        double millis = 0;
        for (int i = 0; i < squares.size(); i++) {
          Square square = squares.get(i);
          EqualLooks equal = equal(square, jpegs.get(i), format, effort);
          logarithms += Math.log(equal.bytes() / jpegs.get(i).bytes());
          double before = MachineCpu.ownSeconds();
          square.encode(format, (int) Math.round(equal.quality()), effort);
          millis += (MachineCpu.ownSeconds() - before) * 1000;
        }
        table.row(
            format.title(),
            effort + (effort == format.effort() ? " (the service's)" : ""),
            part(Math.exp(logarithms / squares.size())),
            millis / pictures);
      }
      System.out.println("  done: efforts of " + format.title());
    }
    return table;
  }

  private static String part(double part) {
    return String.format(Locale.ROOT, "%.3f", part);
  }
}
