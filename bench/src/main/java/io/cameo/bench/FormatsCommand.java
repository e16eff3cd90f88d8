package io.cameo.bench;

import io.cameo.bench.contender.Photograph;
import io.cameo.bench.formats.FormatsComparison;
import io.cameo.bench.report.Report;
import io.cameo.bench.report.Table;
import io.cameo.bench.running.WorkFolder;
import io.cameo.image.ImagePipeline;
import io.cameo.image.vips.LibvipsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench formats}: WebP and AVIF against the JPEG that looks the same. */
@Command(
    name = "formats",
    description =
        "Compares bytes and work of WebP and AVIF with those of a JPEG of the same looks.",
    mixinStandardHelpOptions = true)
final class FormatsCommand implements Callable<Integer> {

  private static final List<Integer> SIZES = List.of(512, 256, 128, 64);
  private static final List<Integer> ALL_SIZES = List.of(512, 256, 192, 128, 96, 64, 48, 32);
  private static final List<Integer> QUALITIES = List.of(60, 75, 85, 95);

  /** What is a photograph, and no other file's picture turned round or cut off. */
  private static final Pattern PHOTOGRAPHS =
      Pattern.compile("(?!exif-.*-[2-8]|truncated|polyglot).*\\.(jpg|png)");

  @Mixin private final Common common = new Common();

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      ImagePipeline pipeline =
          ImagePipeline.open(LibvipsFile.locate(folder.path().resolve("libvips")));
      FormatsComparison comparison = new FormatsComparison(pipeline);
      FormatsComparison efforts = new FormatsComparison(pipeline);
      List<String> names = new ArrayList<>();
      for (Photograph photograph : photographs()) {
        if (comparison.add(photograph.name(), photograph.jpeg(), SIZES)) {
          names.add(photograph.name());
        }
        if (names.size() <= (common.quick() ? 1 : 3)) {
          efforts.add(photograph.name(), photograph.jpeg(), ALL_SIZES);
        }
      }
      System.out.println("Photographs: " + names);
      comparison.search(common.quick() ? List.of(85) : QUALITIES);
      List<Table> tables = new ArrayList<>(comparison.tables());
      tables.add(efforts.efforts());
      Map<String, String> facts = new LinkedHashMap<>(common.facts(folder));
      facts.put("libvips", pipeline.version());
      facts.put("sides in pixels", SIZES + ", of the efforts " + ALL_SIZES);
      return common.finish(
          new Report(
              "formats",
              "Formats",
              facts,
              comparison.ratios(),
              tables,
              List.of(
                  "parts are geometric means: every picture and size counts the same",
                  "bytes for the same looks lie between those of two whole qualities"),
              Map.of()));
    }
  }

  /** Those beside the project, else one of our making. */
  private List<Photograph> photographs() throws IOException {
    Path folder = common.project().resolve("../shared/pictures").normalize();
    if (!Files.isDirectory(folder)) {
      return List.of(Photograph.generated(3_500_000));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Photograph> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (PHOTOGRAPHS.matcher(name).matches() && Files.size(file) > 10_000) {
          all.add(new Photograph(name, Files.readAllBytes(file)));
        }
      }
      return common.quick() ? all.subList(0, Math.min(2, all.size())) : all;
    }
  }
}
