package io.cameo.bench;

import io.cameo.bench.contender.CameoServer;
import io.cameo.bench.report.Machine;
import io.cameo.bench.report.Report;
import io.cameo.bench.running.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every benchmark takes. */
final class Common {

  @Option(
      names = "--cameo-jar",
      paramLabel = "PATH",
      description = "Our server's runnable jar; without it only the peers are run.")
  private Optional<Path> jar = Optional.empty();

  @Option(
      names = "--project",
      paramLabel = "DIR",
      description = "The project's folder (default: ${DEFAULT-VALUE}).")
  private Path project = Path.of(".");

  @Option(
      names = "--quick",
      description = "A short run for a first impression; docs/performance.md is left alone.")
  private boolean quick;

  @Option(
      names = "--java-option",
      paramLabel = "OPTION",
      description = "An option of our server's Java machine; may be repeated.")
  private List<String> javaOptions = new ArrayList<>();

  @Option(
      names = "--setting",
      paramLabel = "NAME=VALUE",
      description = "An environment variable of our server; may be repeated.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where stores and databases lie during the run (default: ${DEFAULT-VALUE}).")
  private Path work = Path.of(System.getProperty("java.io.tmpdir"));

  Path project() {
    return project.toAbsolutePath().normalize();
  }

  boolean quick() {
    return quick;
  }

  WorkFolder workFolder() throws IOException {
    return WorkFolder.under(work);
  }

  List<String> javaOptions() {
    return javaOptions;
  }

  /** Our server with the given settings besides; empty when there is no jar. */
  Optional<CameoServer.Form> form(Map<String, String> more, List<String> prefix) {
    if (jar.isPresent() && !Files.isReadable(jar.get())) {
      throw new IllegalArgumentException("There is no jar at " + jar.get());
    }
    Map<String, String> all = new java.util.HashMap<>(more);
    all.putAll(settings);
    return jar.map(path -> new CameoServer.Form(path, javaOptions, all, prefix));
  }

  /** Our server, without which the benchmark makes no sense. */
  CameoServer.Form requiredForm(Map<String, String> more) {
    return form(more, List.of())
        .orElseThrow(() -> new IllegalArgumentException("This benchmark needs --cameo-jar."));
  }

  /** The machine, our settings and the form of the run. */
  Map<String, String> facts(WorkFolder folder) throws IOException {
    Map<String, String> facts = Machine.describe(folder.path());
    if (!javaOptions.isEmpty() || !settings.isEmpty()) {
      // Results are published: where the project lies on this machine is nobody's business.
      String options = String.join(" ", javaOptions).replace(project() + "/", "");
      facts.put("our server's settings", options + " " + settings);
    }
    return facts;
  }

  /** Prints and writes the report; a run without our server leaves the page alone. */
  int finish(Report report) throws IOException {
    System.out.println();
    System.out.println(report.markdown());
    report.write(project(), quick || jar.isEmpty());
    return report.ratios().stream().allMatch(ratio -> ratio.met()) ? 0 : 1;
  }
}
