package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.database.HotStatement;
import io.cameo.bench.database.InTurn;
import io.cameo.bench.database.Installation;
import io.cameo.bench.database.Installation.Result;
import io.cameo.bench.report.Ratio;
import io.cameo.bench.report.Report;
import io.cameo.bench.report.Table;
import io.cameo.bench.running.WorkFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench database}: the service's statements on large tables. */
@Command(
    name = "database",
    description =
        "Measures plan and time of the service's statements at several sizes, before and after"
            + " avatar_production_optimizations.sql.",
    mixinStandardHelpOptions = true)
final class DatabaseCommand implements Callable<Integer> {

  private static final String LOOK_UP = "look-up of the current avatar";

  /** The look-up at the largest size may take this many times as long as at the smallest. */
  private static final double MOST_TIMES = 1.5;

  @Mixin private final Common common = new Common();

  @Option(
      names = "--subjects",
      split = ",",
      description =
          "Sizes, ascending (default: ${DEFAULT-VALUE}). Ten million need 25 GB, and are removed"
              + " afterwards.")
  private List<Long> subjects = List.of(10_000L, 1_000_000L);

  private record Size(long subjects, Map<String, Result> before, Map<String, Result> after) {}

  @Override
  public Integer call() throws Exception {
    try (WorkFolder folder = common.workFolder()) {
      return common.finish(run(folder));
    }
  }

  private Report run(WorkFolder folder) throws Exception {
    Map<String, String> facts = common.facts(folder);
    facts.put(
        "database",
        "PostgreSQL 18 with shared_buffers="
            + Installation.MEMORY
            + ", fsync on; wal_level=minimal for the fill");
    facts.put(
        "calls",
        "2000 a statement for random subjects (5 a clean-up), medians; the keys' indexes in memory,"
            + " the rows where the system keeps them; caller and database on one core");
    List<Size> sizes = new ArrayList<>();
    List<Installation> open = new ArrayList<>();
    try {
      for (long count : common.quick() ? List.of(10_000L) : subjects) {
        Path place = Files.createDirectories(folder.path().resolve("size-" + count));
        System.out.printf(Locale.ROOT, "%,d subjects%n", count);
        Installation installation = Installation.make(place, program(), count);
        open.add(installation);
        sizes.add(measure(installation, count, facts));
      }
      return report(facts, sizes, InTurn.micros(folder.path(), HotStatement.named(LOOK_UP), open));
    } finally {
      open.forEach(Installation::close);
    }
  }

  private static Size measure(Installation installation, long count, Map<String, String> facts)
      throws Exception {
    Map<String, Result> before = installation.measure();
    String sizeBefore = installation.size();
    double seconds = installation.optimize();
    Size size = new Size(count, before, installation.measure());
    facts.put(
        String.format(Locale.ROOT, "%,d subjects", count),
        String.format(
            Locale.ROOT,
            "%s before, %s after; the migration took %.1f s beside the running service",
            sizeBefore,
            installation.size(),
            seconds));
    return size;
  }

  private List<String> program() {
    CameoServer.Form form = common.requiredForm(Map.of());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(form.javaOptions());
    command.addAll(List.of("-jar", form.jar().toAbsolutePath().toString()));
    return command;
  }

  private static Report report(
      Map<String, String> facts, List<Size> sizes, Map<Long, Double> inTurn) {
    List<Table> tables = new ArrayList<>();
    Map<String, Object> raw = new LinkedHashMap<>();
    for (Size size : sizes) {
      String count = String.format(Locale.ROOT, "%,d subjects", size.subjects());
      Table table =
          new Table(
              count, "µs before", "µs after", "pages before", "pages after", "plan before", "plan");
      size.before()
          .forEach(
              (name, before) -> {
                Result after = size.after().getOrDefault(name, before);
                table.row(
                    name,
                    before.micros(),
                    after.micros(),
                    before.pages(),
                    after.pages(),
                    before.plan().equals(after.plan()) ? "the same" : before.plan(),
                    after.plan());
              });
      tables.add(table);
      raw.put(count, Map.of("before", size.before(), "after", size.after()));
    }
    raw.put("lookUpInTurnMicros", inTurn);
    Table lookUps = new Table("look-up of the current avatar, all sizes in turn", "µs");
    inTurn.forEach(
        (subjects, micros) ->
            lookUps.row(String.format(Locale.ROOT, "%,d subjects", subjects), micros));
    tables.addFirst(lookUps);
    return new Report("database", "Database", facts, ratios(sizes, inTurn), tables, List.of(), raw);
  }

  private static List<Ratio> ratios(List<Size> sizes, Map<Long, Double> inTurn) {
    Size least = sizes.getFirst();
    List<Ratio> ratios = new ArrayList<>();
    for (Size size : sizes.subList(1, sizes.size())) {
      ratios.add(
          new Ratio(
              String.format(
                  Locale.ROOT,
                  "look-ups of the current avatar a second: %,d subjects / %,d",
                  size.subjects(),
                  least.subjects()),
              perSecond(inTurn, size),
              perSecond(inTurn, least),
              1 / MOST_TIMES));
    }
    for (Size size : sizes) {
      ratios.add(
          new Ratio(
              String.format(
                  Locale.ROOT,
                  "the current version of %,d subjects is found in the index alone",
                  size.subjects()),
              lookUp(size).isIndexOnly() ? 1 : 0,
              1,
              1));
    }
    return ratios;
  }

  private static double perSecond(Map<Long, Double> inTurn, Size size) {
    return 1e6 / Objects.requireNonNull(inTurn.get(size.subjects()));
  }

  private static Result lookUp(Size size) {
    Result result = size.after().get(LOOK_UP);
    if (result == null) {
      throw new IllegalStateException("There is no statement \"" + LOOK_UP + "\".");
    }
    return result;
  }
}
