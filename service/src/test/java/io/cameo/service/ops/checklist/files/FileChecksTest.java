package io.cameo.service.ops.checklist.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.observability.Scrubber;
import io.cameo.service.ops.checklist.files.ModesTight.Place;
import io.cameo.service.ops.checklist.files.ModesTight.Privacy;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks of files say when all is well, and when it is not. */
class FileChecksTest {

  @TempDir private Path folder;

  private Path made(String name, String mode) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  @Test
  void everyModeThatLetsOthersInIsNamed() throws IOException {
    Path tight = made("tight", "rwxr-x---");
    Path pictures = made("pictures", "rwxr-xr-x");
    Path key = made("key", "rw-r-----");
    Path passable = made("passable", "rwx--x--x");

    Answer right =
        new ModesTight(
                List.of(
                    new Place(tight, Privacy.CLOSED),
                    new Place(passable, Privacy.CLOSED),
                    new Place(pictures, Privacy.NOT_WRITABLE),
                    new Place(folder.resolve("none"), Privacy.SECRET)))
            .look();
    assertThat(right.mark()).as(right.toString()).isEqualTo(Mark.PASS);

    Answer wrong =
        new ModesTight(
                List.of(
                    new Place(tight, Privacy.SECRET),
                    new Place(pictures, Privacy.CLOSED),
                    new Place(key, Privacy.SECRET)))
            .look();
    assertThat(wrong.mark()).isEqualTo(Mark.FAIL);
    assertThat(wrong.evidence())
        .containsExactly(
            tight + " is rwxr-x---: chmod 600 " + tight,
            pictures + " is rwxr-xr-x: chmod o-rw " + pictures,
            key + " is rw-r-----: chmod 600 " + key);
    assertThat(new ModesTight(List.of()).look().mark()).isEqualTo(Mark.NOT_APPLICABLE);
  }

  @Test
  void theScrubberIsTriedWithEveryForm() {
    assertThat(new ScrubberWorks(Scrubber.byForm()::scrub).look().mark()).isEqualTo(Mark.PASS);
    Answer leaks = new ScrubberWorks(text -> text).look();
    assertThat(leaks.mark()).isEqualTo(Mark.FAIL);
    assertThat(leaks.evidence()).hasSizeGreaterThan(5).allMatch(line -> line.endsWith("masked."));
  }

  private Answer log(String text) throws IOException {
    Path log = Files.writeString(folder.resolve("cameo.log"), text);
    return new LogClean(Optional.of(log), Scrubber.of(Map.of("CAMEO_ADMIN_KEY", "planted-secret")))
        .look();
  }

  @Test
  void aLogIsReadToItsLastLineAndWhatItHoldsIsNotRepeated() throws IOException {
    Answer clean = log("12:00 Cameo is ready\npassword=*** was masked\n");
    assertThat(clean.mark()).as(clean.toString()).isEqualTo(Mark.PASS);

    Answer dirty = log("one\nBearer abcdefgh\nthree\nmail to ann@example.org\nx planted-secret");
    assertThat(dirty.mark()).isEqualTo(Mark.FAIL);
    assertThat(dirty.evidence())
        .hasSize(3)
        .allMatch(line -> line.contains("holds what should be masked: "))
        .anyMatch(line -> line.startsWith("Line 2 of"))
        .anyMatch(line -> line.startsWith("Line 4 of"))
        .anyMatch(line -> line.startsWith("Line 5 of"));
    assertThat(dirty.toString()).doesNotContain("planted", "ann@", "abcdefgh");
    assertThat(new LogClean(Optional.empty(), Scrubber.byForm()).look().mark())
        .isEqualTo(Mark.UNKNOWN);
  }

  @Test
  void alsoOnTheSeamOfALineThatIsTooLongToHold() throws IOException {
    for (int before : List.of(99_990, 99_995, 100_000, 199_000)) {
      assertThat(log("a".repeat(before) + " planted-secret " + "b".repeat(50_000)).mark())
          .as("after %d letters", before)
          .isEqualTo(Mark.FAIL);
    }
  }
}
