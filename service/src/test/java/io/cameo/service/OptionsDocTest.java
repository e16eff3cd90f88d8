package io.cameo.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/options.md} is made from the options that the features read. */
class OptionsDocTest {

  private static final Path PAGE = Path.of("../docs/options.md");

  private static final String HEAD =
      """
      # Options

      Every setting is an environment variable; without any of them the service runs with what
      stands under *default*. A value that is not of the form stops the start with a sentence that
      names it. This page is generated: run `./cameo options` after changing an option.

      | variable | default | form | meaning |
      | --- | --- | --- | --- |
      """;

  private static List<Option<?>> options() {
    Settings settings = new Settings(Map.of());
    AllSettings.read(settings);
    return settings.read();
  }

  @Test
  void theOptionsPageSaysWhatTheOptionsSay() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    for (Option<?> option : options()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  option.name(),
                  option.fallback().isEmpty() ? "" : "`" + option.fallback() + "`",
                  option.form(),
                  option.meaning()));
    }
    if (Boolean.getBoolean("cameo.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).as("the page is made by ./cameo options").hasContent(page.toString());
  }

  @Test
  void everyOptionThatIsDeclaredIsRead() throws IOException {
    List<String> declared;
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      declared =
          sources
              .filter(path -> path.toString().endsWith("Settings.java"))
              .flatMap(OptionsDocTest::names)
              .distinct()
              .toList();
    }

    assertThat(declared).hasSizeGreaterThan(20);
    assertThat(options().stream().map(Option::name)).containsAll(declared);
  }

  private static Stream<String> names(Path source) {
    try {
      return java.util.regex.Pattern.compile(
              "\\(\\s*\"((?:CAMEO_[A-Z0-9_]+)|(?:AWS_[A-Z0-9_]+)|PORT|NODE_ENV|MANAGEMENT_PORT|MAX_AVATAR_SIZE|AVATAR_QUALITY)\"")
          .matcher(Files.readString(source))
          .results()
          .map(result -> result.group(1));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
