package io.cameo.service.takedown;

import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.catalogue.Identities;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.cdn.Parts;
import io.cameo.service.cdn.Probe;
import io.cameo.service.takedown.PurgeOutbox.Outstanding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Asks public addresses whether they show what is current by the primary's word. That an answer is
 * not the old one is not enough: what cannot be told proves nothing.
 */
final class Proof {

  /** Addresses of one row that are asked at the same time. */
  private static final int AT_ONCE = 8;

  /** Renditions and identities of one row that are asked for; all of them are purged. */
  private static final int MOST_RENDITIONS = 64;

  private static final int MOST_HASHES = 8;

  private final Catalogue catalogue;
  private final Identities identities;
  private final Probe probe;
  private final CdnSettings settings;
  private final boolean byHash;
  private final BooleanSupplier allDrawn;
  private final TakedownMetrics metrics;

  /**
   * @param byHash whether addresses of identities are answered at all
   * @param allDrawn whether a switch has pictures drawn in the place of all others now
   */
  Proof(
      Catalogue catalogue,
      Identities identities,
      Probe probe,
      CdnSettings settings,
      boolean byHash,
      BooleanSupplier allDrawn,
      TakedownMetrics metrics) {
    this.catalogue = catalogue;
    this.identities = identities;
    this.probe = probe;
    this.settings = settings;
    this.byHash = byHash;
    this.allDrawn = allDrawn;
    this.metrics = metrics;
  }

  /**
   * What came of it.
   *
   * @param clean whether every address showed what is current
   * @param old whether one showed a version that is not
   * @param answer for the record: how many answered with which status, or what was wrong
   */
  record Result(boolean clean, boolean old, String answer) {}

  /** What an address must show. */
  private sealed interface Expected {

    /** Judges an answer: empty when it is right. */
    Optional<String> wrong(Probe.Seen seen);

    /** No picture of anybody, at the address of a rendition. */
    record Gone() implements Expected {
      @Override
      public Optional<String> wrong(Probe.Seen seen) {
        return seen.status() == 404 || seen.status() == 410
            ? Optional.empty()
            : Optional.of("a removed rendition answers " + told(seen));
      }
    }

    /** This version, at the address of a subject or an identity. */
    record Current(String version) implements Expected {
      @Override
      public Optional<String> wrong(Probe.Seen seen) {
        return seen.status() == 200 && seen.version().filter(version::equals).isPresent()
            ? Optional.empty()
            : Optional.of("an address answers " + told(seen) + " in the place of the current one");
      }
    }

    /**
     * A picture that we drew. A CDN that leads elsewhere has a 404, a page or a redirection for
     * everything, and of that nothing follows for where the old picture is kept.
     */
    record Drawn() implements Expected {
      @Override
      public Optional<String> wrong(Probe.Seen seen) {
        return seen.status() == 200 && seen.drawn()
            ? Optional.empty()
            : Optional.of("an address answers " + told(seen) + " though there is no picture");
      }
    }

    /** Where a switch has pictures drawn for all: that, or what a cache still has by right. */
    record OrDrawn(Expected shown) implements Expected {
      @Override
      public Optional<String> wrong(Probe.Seen seen) {
        return seen.status() == 200 && seen.drawn() ? Optional.empty() : shown.wrong(seen);
      }
    }

    /** The address of an identity: a switch takes all of these away. */
    record OrNothing(Expected shown) implements Expected {
      @Override
      public Optional<String> wrong(Probe.Seen seen) {
        return seen.status() == 404 ? Optional.empty() : shown.wrong(seen);
      }
    }

    private static String told(Probe.Seen seen) {
      if (seen.status() != 200) {
        return seen.status() == 0 ? "nothing" + why(seen) : Integer.toString(seen.status());
      }
      return seen.version().map(id -> "version " + id).orElse("a picture without a version's ETag");
    }

    private static String why(Probe.Seen seen) {
      return seen.why().isEmpty() ? "" : " (" + seen.why() + ")";
    }
  }

  /** Asks all addresses of the row, until one is wrong. */
  Result of(Outstanding row) {
    Map<Probe.Question, Expected> asked = questions(row);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (List<Map.Entry<Probe.Question, Expected>> some :
        Parts.of(List.copyOf(asked.entrySet()), AT_ONCE)) {
      List<CompletableFuture<Probe.Seen>> answers =
          some.stream().map(entry -> probe.ask(entry.getKey())).toList();
      for (int i = 0; i < some.size(); i++) {
        Probe.Seen seen = answers.get(i).join();
        metrics.probed(seen.cache());
        Optional<String> wrong = some.get(i).getValue().wrong(seen);
        if (wrong.isPresent()) {
          return new Result(false, seen.version().isPresent(), wrong.get());
        }
        statuses.merge(seen.status(), 1, Integer::sum);
      }
    }
    return new Result(
        true,
        false,
        statuses.entrySet().stream()
            .map(entry -> entry.getKey() + " x" + entry.getValue())
            .collect(Collectors.joining(", ")));
  }

  private Map<Probe.Question, Expected> questions(Outstanding row) {
    Map<Probe.Question, Expected> questions = new LinkedHashMap<>();
    String usual = Probe.ACCEPTS.getLast();
    String subject = row.stale().subject();
    Expected current = expected(catalogue.current(subject));
    String stable = row.stale().stablePaths().getFirst();
    for (String accept : Probe.ACCEPTS) {
      questions.put(new Probe.Question(stable, accept), current);
    }
    questions.put(new Probe.Question(stable + ".jpg", usual), current);
    if (row.takedown()) {
      for (int size : settings.sizes()) {
        questions.put(new Probe.Question(stable + "?s=" + size, Probe.ACCEPTS.getFirst()), current);
      }
    }
    for (String hash : byHash ? first(row.stale().hashes(), MOST_HASHES) : List.<String>of()) {
      questions.put(new Probe.Question("/avatar/" + hash, usual), ofHash(hash, subject, current));
    }
    Map<String, Boolean> shown = new LinkedHashMap<>();
    for (String name : first(byTurns(row.stale().renditions()), MOST_RENDITIONS)) {
      // One that was brought back meanwhile is shown again, and by right.
      if (!shown.computeIfAbsent(version(name), this::isShown)) {
        questions.put(new Probe.Question("/a/" + name, usual), new Expected.Gone());
      }
    }
    return questions;
  }

  private Expected ofHash(String hash, String subject, Expected ofSubject) {
    Optional<String> owner = identities.subjectOf(hash);
    return new Expected.OrNothing(
        owner.filter(subject::equals).isPresent()
            ? ofSubject
            : expected(owner.flatMap(catalogue::current)));
  }

  private Expected expected(Optional<Version> current) {
    Expected shown =
        current
            .<Expected>map(version -> new Expected.Current(version.id().toString()))
            .orElseGet(Expected.Drawn::new);
    return allDrawn.getAsBoolean() ? new Expected.OrDrawn(shown) : shown;
  }

  private boolean isShown(String version) {
    return VersionId.parse(version)
        .flatMap(catalogue::version)
        .filter(Version::isShown)
        .isPresent();
  }

  private static String version(String rendition) {
    return rendition.substring(0, Math.max(0, rendition.indexOf('/')));
  }

  /** One of each version, then the next of each: a part of the list speaks for all versions. */
  private static List<String> byTurns(List<String> renditions) {
    Map<String, List<String>> byVersion = new LinkedHashMap<>();
    renditions.stream()
        .sorted()
        .forEach(
            name -> byVersion.computeIfAbsent(version(name), id -> new ArrayList<>()).add(name));
    List<String> turns = new ArrayList<>();
    for (int i = 0; turns.size() < renditions.size(); i++) {
      for (List<String> names : byVersion.values()) {
        if (i < names.size()) {
          turns.add(names.get(i));
        }
      }
    }
    return turns;
  }

  private static List<String> first(List<String> all, int most) {
    return all.subList(0, Math.min(all.size(), most));
  }
}
