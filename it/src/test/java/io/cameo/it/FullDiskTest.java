package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A disk for uploads under way that is full: one of a megabyte, which only root can make. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullDiskTest {

  /** Longer than the disk, shorter than an upload may be. */
  private static final int LONG = 3_000_000;

  private Path spool = Path.of("");
  private Program program;
  private Api api;

  @BeforeAll
  void start() throws IOException {
    Path home = Program.newHome();
    spool = home.resolve("data").resolve("spool");
    Files.createDirectories(spool);
    if (!done("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", spool.toString())) {
      PackagedForm.remove(home);
      throw Skips.missing("a disk of a megabyte (mount -t tmpfs), for uploads that fill it (H8)");
    }
    program = Program.start(home, Map.of("CAMEO_SPOOL_MEMORY", "0"));
    api = new Api(program, Program.ADMIN_KEY);
  }

  @AfterAll
  void stop() {
    if (program != null) {
      program.stop();
      assertThat(done("umount", spool.toString())).isTrue();
      program.close();
    }
  }

  private static boolean done(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static byte[] large() {
    byte[] bytes = new byte[LONG];
    byte[] picture = Pictures.jpeg(90, Pictures.RED);
    System.arraycopy(picture, 0, bytes, 0, picture.length);
    return bytes;
  }

  private void assertNoRoom(Api.Answer answer, String subject) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(507);
    assertThat(answer.code()).isEqualTo("storage-full");
    assertThat(new Truth(program).rowsAbout(subject)).isEmpty();
    Wait.until(
        "the spool to be empty",
        Duration.ofSeconds(10),
        () -> {
          try (var files = Files.list(spool)) {
            return files.findAny().isEmpty();
          }
        });
    assertThat(api.upload(Api.subject(), Pictures.jpeg(60, Pictures.BLUE)).status())
        .as("what there is room for")
        .isEqualTo(201);
  }

  @Test
  void h8ABodyThatFillsTheDiskIsAnswered507AndLeavesNothing() {
    String subject = Api.subject();

    assertNoRoom(api.upload(subject, large()), subject);
  }

  @Test
  void h8ABodyOfUnknownLengthThatFillsTheDiskIsAnswered507AndLeavesNothing() {
    String subject = Api.subject();

    assertNoRoom(
        api.chunked("PUT", "/v1/avatars/" + subject, large(), "Content-Type", "image/jpeg"),
        subject);
  }

  @Test
  void h8AFormThatFillsTheDiskIsAnswered507AndLeavesNothing() {
    String subject = Api.subject();

    assertNoRoom(api.uploadForm(subject, Api.Part.file("file", "image/jpeg", large())), subject);
  }

  @Test
  void h8WhatWasWrongIsInTheLog() {
    api.upload(Api.subject(), large());

    assertThat(program.log()).contains("could not be spooled");
  }
}
