package io.cameo.service.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * gc over many rows and objects in a JVM of little heap. In the gate it is 20,000; {@code ./cameo
 * scale} makes it a million.
 */
class ReconcilerScaleTest {

  private static final int HEAP_MB = Integer.getInteger("cameo.scale.heap", 64);
  private static final int OBJECTS = Integer.getInteger("cameo.scale.objects", 1);
  private static final boolean DISK = Boolean.getBoolean("cameo.scale.disk");
  private static final List<Long> VERSIONS =
      Arrays.stream(System.getProperty("cameo.scale.versions", "20000").split(","))
          .map(Long::parseLong)
          .toList();

  @Test
  void readsEveryPageOnceAndKeepsNone(@TempDir Path folder) throws Exception {
    try (TestDatabase database = TestDatabase.open()) {
      for (long versions : VERSIONS) {
        JsonNode result = measure(database, folder.resolve("objects-" + versions), versions);
        show(result);
        assertRight(result, versions);
      }
    }
  }

  private static void assertRight(JsonNode result, long versions) {
    long orphans =
        OBJECTS * ((versions + GeneratedStore.ORPHAN_EACH - 1) / GeneratedStore.ORPHAN_EACH);
    long missing = (versions - 5 + GeneratedStore.MISSING_EACH - 1) / GeneratedStore.MISSING_EACH;
    JsonNode dry = result.path("dry");
    assertThat(dry.path("objects").asLong()).isEqualTo(versions * OBJECTS - missing);
    assertThat(dry.path("orphans").asLong()).isEqualTo(orphans);
    assertThat(dry.path("missing").asLong()).isEqualTo(missing);
    assertThat(result.path("first").path("quarantined").asLong()).isEqualTo(orphans);
    assertThat(result.path("second").path("deleted").asLong()).isEqualTo(orphans);
    assertThat(result.path("heapLimitMB").asInt()).isLessThanOrEqualTo(HEAP_MB);
    if (!DISK) {
      // A page of the listing for a thousand objects, and one more where a page of rows ends.
      assertThat(result.path("listsOfDryRun").asLong())
          .isLessThanOrEqualTo(versions * OBJECTS / 1_000 + versions / Reconciler.PAGE + 2);
    }
  }

  private static JsonNode measure(TestDatabase database, Path folder, long versions)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + HEAP_MB + "m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ScaleRun.class.getName());
    command.addAll(database.login());
    command.addAll(List.of(Long.toString(versions), Integer.toString(OBJECTS)));
    command.add(DISK ? folder.toString() : "generated");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    String result = "";
    try (BufferedReader lines = process.inputReader()) {
      String line;
      while ((line = lines.readLine()) != null) {
        said.append(line).append('\n');
        if (line.startsWith("RESULT ")) {
          result = line.substring("RESULT ".length());
        }
      }
    }
    assertThat(process.waitFor()).as(said.toString()).isZero();
    return JsonMapper.builder().build().readTree(result);
  }

  private static void show(JsonNode result) {
    System.out.printf(
        Locale.ROOT,
        "gc: %,d versions, %,d objects%s: dry %.1f s, first --yes %.1f s, second %.1f s;"
            + " heap in use at most %d MB of %d%n",
        result.path("versions").asLong(),
        result.path("objects").asLong(),
        DISK ? " on disk" : "",
        result.path("dry").path("seconds").asDouble(),
        result.path("first").path("seconds").asDouble(),
        result.path("second").path("seconds").asDouble(),
        Math.max(
            result.path("dry").path("heapMB").asInt(),
            result.path("second").path("heapMB").asInt()),
        result.path("heapLimitMB").asInt());
  }
}
