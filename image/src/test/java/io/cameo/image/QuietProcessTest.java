package io.cameo.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The pipeline needs nothing from its surroundings and leaves nothing there. */
class QuietProcessTest {

  @Test
  void needsNoEnvironmentAndWritesNothing() throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Quiet.class.getName());
    command.environment().clear();
    command.redirectErrorStream(true);
    Process process = command.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output).isEmpty();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Renders good and broken pictures, about which libvips would have much to say. */
  static final class Quiet {

    public static void main(String[] args) throws IOException {
      Pictures.pipeline().warmUp();
      byte[] jpeg = Painted.jpeg(Painted.noisy(200, 200));
      for (int at = 200; at < jpeg.length; at += 997) {
        byte[] broken = jpeg.clone();
        broken[at] ^= 0x55;
        Pictures.render(broken, Pictures.recipe(64));
        byte[] cut = Arrays.copyOf(jpeg, at);
        cut[at - 2] = (byte) 0xff;
        cut[at - 1] = (byte) 0xd9;
        Pictures.render(cut, Pictures.recipe(64));
      }
    }
  }
}
