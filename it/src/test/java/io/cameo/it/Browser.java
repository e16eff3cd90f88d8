package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the scripts of {@code it/browser}, most of which drive a real Chromium. */
final class Browser {

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final Path MAC_BROWSER =
      Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  private Browser() {}

  /** What a script printed; skipped where there is no browser or no Node.js with its parts. */
  static String run(String script, String... arguments) throws IOException, InterruptedException {
    Path folder = Path.of("browser").toAbsolutePath();
    Path browser = browser().orElseThrow(() -> Skips.missing("pages in a browser: no Chromium"));
    if (!Files.isDirectory(folder.resolve("node_modules"))) {
      throw Skips.missing(
          "pages in a browser: no it/browser/node_modules (./cameo test installs it)");
    }
    ProcessBuilder builder = new ProcessBuilder("node", script);
    builder.command().addAll(List.of(arguments));
    builder.directory(folder.toFile()).environment().put("BROWSER_PATH", browser.toString());
    Path out = Files.createTempFile("browser", ".out");
    Path err = Files.createTempFile("browser", ".err");
    try {
      Process node = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!node.waitFor(120, TimeUnit.SECONDS)) {
        node.destroyForcibly();
        throw new AssertionError("the browser did not finish:\n" + Files.readString(err));
      }
      assertThat(node.exitValue()).as(Files.readString(err)).isZero();
      return Files.readString(out);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static Optional<Path> browser() {
    Stream<Path> onPath =
        BROWSERS.stream()
            .flatMap(
                name ->
                    Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .map(folder -> Path.of(folder, name)));
    return Stream.concat(onPath, Stream.of(MAC_BROWSER)).filter(Files::isExecutable).findFirst();
  }
}
