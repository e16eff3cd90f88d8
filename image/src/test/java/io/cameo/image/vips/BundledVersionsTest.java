package io.cameo.image.vips;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the prebuilt libvips is made of, by its own list: no library of it may be older than the
 * release that mended the faults that are known of it.
 */
class BundledVersionsTest {

  private static final Path FOLDER = Path.of("native/node_modules/@img");
  private static final Pattern LINE = Pattern.compile("\"([a-z0-9-]+)\": *\"([^\"]+)\"");

  /** The list of each platform whose library is installed. */
  private static List<Map<String, String>> lists() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      List<Path> files =
          folders
              .map(folder -> folder.resolve("versions.json"))
              .filter(Files::isRegularFile)
              .toList();
      assertThat(files).as("platforms below %s", FOLDER).isNotEmpty();
      return files.stream().map(BundledVersionsTest::read).toList();
    }
  }

  private static Map<String, String> read(Path file) {
    try {
      Map<String, String> versions = new HashMap<>();
      LINE.matcher(Files.readString(file))
          .results()
          .forEach(line -> versions.put(line.group(1), line.group(2)));
      return versions;
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vips, 8.18.3, CVE-2026-3284 and some fifty bounds that were mended in 8.18.1 to 8.18.3",
    "heif, 1.22.1, 'CVE-2026-32738, -32739, -32882, -3949, -3950, -49271'",
    "aom, 3.9.0, CVE-2024-5171 and CVE-2023-6879",
    "webp, 1.3.2, CVE-2023-4863",
    "png, 1.6.55, CVE-2025-64505 to CVE-2026-25646",
  })
  void noLibraryIsOlderThanItsLastMendedFault(String library, String least, String faults)
      throws IOException {
    for (Map<String, String> versions : lists()) {
      assertThat(versions).containsKey(library);
      assertThat(compare(versions.get(library), least))
          .as("%s %s, for %s", library, versions.get(library), faults)
          .isNotNegative();
    }
  }

  @Test
  void nothingIsLinkedThatReadsScriptsOrPages() throws IOException {
    for (Map<String, String> versions : lists()) {
      assertThat(versions.keySet())
          .doesNotContain(
              "magick", "imagemagick", "graphicsmagick", "poppler", "pdfium", "openexr");
    }
  }

  @Test
  void versionsAreComparedByTheirNumbers() {
    assertThat(compare("1.10.0", "1.9.9")).isPositive();
    assertThat(compare("1.6.54", "1.6.55")).isNegative();
    assertThat(compare("3.9", "3.9.0")).isZero();
  }

  private static int compare(String one, String other) {
    String[] left = one.split("[.-]");
    String[] right = other.split("[.-]");
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      int difference = number(left, i) - number(right, i);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static int number(String[] parts, int index) {
    return index < parts.length && parts[index].matches("\\d{1,6}")
        ? Integer.parseInt(parts[index])
        : 0;
  }
}
