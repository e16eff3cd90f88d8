package io.cameo.service.ops.smoke;

import io.cameo.service.accounts.SmokeSettings;
import io.cameo.service.ops.frame.OpsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the key comes from: a file, the environment, or a word of the command. */
final class SmokeKey {

  private static final int MOST = 4_096;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "An admin key or an API key. All users of this machine can see it among its processes:"
              + " better --key-file, or "
              + SmokeSettings.NAME
              + ".")
  private Optional<String> word = Optional.empty();

  @Option(names = "--key-file", paramLabel = "FILE", description = "A file that holds the key.")
  private Optional<Path> file = Optional.empty();

  /**
   * @throws OpsException when there is none, or it cannot be one
   */
  String read(SmokeSettings settings) {
    if (word.isPresent() && file.isPresent()) {
      throw OpsException.wrongUse("Give one of --key and --key-file.");
    }
    String key =
        file.map(SmokeKey::contents)
            .or(() -> word)
            .or(settings::key)
            .orElseThrow(
                () ->
                    OpsException.wrongUse(
                        "Give the key of the system by --key-file FILE, "
                            + SmokeSettings.NAME
                            + " or --key KEY."))
            .strip();
    if (!key.matches("[\\x21-\\x7e]{1," + MOST + "}")) {
      throw OpsException.wrongUse(
          "The key has characters that no key has. It is one line of visible characters.");
    }
    return key;
  }

  private static String contents(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST + 2), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw OpsException.wrongUse("--key-file " + file + " cannot be read here.");
    }
  }
}
