package io.cameo.service.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of an archive is damaged in every way, one after the other. */
class DamageTest {

  private static final String KEY = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";

  @TempDir private Path folder;
  private BackupRig rig;

  /** A way to damage a file. */
  private enum Way {
    FIRST_BYTE,
    MIDDLE_BYTE,
    LAST_BYTE,
    CUT,
    LONGER,
    EMPTY,
    GONE;

    void damage(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      switch (this) {
        case FIRST_BYTE -> flip(file, bytes, 0);
        case MIDDLE_BYTE -> flip(file, bytes, bytes.length / 2);
        case LAST_BYTE -> flip(file, bytes, bytes.length - 1);
        case CUT -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        case LONGER -> Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
        case EMPTY -> Files.write(file, new byte[0]);
        case GONE -> Files.delete(file);
      }
    }

    private static void flip(Path file, byte[] bytes, int at) throws IOException {
      bytes[at] ^= 1;
      Files.write(file, bytes);
    }
  }

  @BeforeEach
  void open() {
    rig = BackupRig.open(folder.resolve("objects"));
    rig.upload("ann");
    rig.upload("ann");
    rig.upload("bob");
    rig.upload("dora");
    rig.erase("dora");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void everyDamageIsNamedAndRefusedBeforeAnythingIsTouched() throws IOException {
    damageEverything(Optional.empty());
  }

  @Test
  void everyDamageOfAnEncryptedArchiveIsNamedAndRefusedBeforeAnythingIsTouched()
      throws IOException {
    Path key = folder.resolve("key");
    Files.writeString(key, KEY);
    damageEverything(Optional.of(key));
  }

  private void damageEverything(Optional<Path> key) throws IOException {
    Path place = folder.resolve("archive");
    try (BackupArchive archive = BackupRig.archive(place, key)) {
      rig.backup(archive).make();
    }
    rig.upload("ann");
    Map<String, List<String>> rows = rig.rows();
    Map<String, String> objects = rig.objects();
    SoftAssertions all = new SoftAssertions();
    int damages = 0;
    for (Path file : files(place)) {
      byte[] whole = Files.readAllBytes(file);
      for (Way way : Way.values()) {
        way.damage(file);
        String name = place.relativize(file).toString();
        all.assertThat(refusal(place, key)).as("%s of %s", way, name).contains(named(name, way));
        Files.write(file, whole);
        damages++;
      }
    }
    all.assertThat(damages).as("damages tried").isGreaterThan(16 * Way.values().length);
    all.assertThat(rig.rows()).as("rows afterwards").isEqualTo(rows);
    all.assertThat(rig.objects()).as("objects afterwards").isEqualTo(objects);
    all.assertAll();
    try (BackupArchive archive = reopen(place, key)) {
      rig.restore(archive).run(RestoreOptions.NEWEST);
    }
  }

  /** Without its manifest a backup is none, and without its first file an archive is none. */
  private static String named(String name, Way way) {
    if (way == Way.GONE && name.endsWith("/manifest")) {
      return "no finished backup";
    }
    if (way == Way.GONE && name.equals("archive")) {
      return "no archive of backups";
    }
    return way == Way.GONE && name.startsWith("erasures/") ? "erasures" : name;
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private String refusal(Path place, Optional<Path> key) {
    try (BackupArchive archive = reopen(place, key)) {
      rig.restore(archive).run(RestoreOptions.NEWEST);
      return "(restored)";
    } catch (BackupException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static BackupArchive reopen(Path place, Optional<Path> key) {
    return BackupArchive.open(
        place.toString(),
        key,
        bucket -> {
          throw new AssertionError(bucket);
        });
  }

  @Test
  void saysWhatWasExpectedAndWhatWasFound() throws IOException {
    Path place = folder.resolve("archive");
    try (BackupArchive archive = BackupRig.archive(place)) {
      rig.backup(archive).make();
      Path object = files(place.resolve("objects")).getFirst();
      Way.CUT.damage(object);
      Path other = files(place.resolve("objects")).getLast();
      Way.MIDDLE_BYTE.damage(other);

      VerificationReport report = Verification.of(archive, Optional.empty(), Progress.NONE);

      assertThat(report.undamaged()).isFalse();
      assertThat(report.damages()).hasSize(2);
      assertThat(String.join("\n", report.damages()))
          .contains(place.relativize(object) + ": expected")
          .contains(" bytes, found ")
          .contains(place.relativize(other) + ": expected SHA-256 ");
    }
  }

  @Test
  void aWrongKeyIsNamedAndRefused() throws IOException {
    Path place = folder.resolve("archive");
    Path key = folder.resolve("key");
    Path other = folder.resolve("other");
    Files.writeString(key, KEY);
    Files.writeString(other, KEY.replace('q', 'r'));
    try (BackupArchive archive = BackupRig.archive(place, Optional.of(key))) {
      rig.backup(archive).make();
    }

    assertThatThrownBy(() -> reopen(place, Optional.of(other)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(other.toString())
        .hasMessageContaining("is not the key of the archive");
    assertThatThrownBy(() -> reopen(place, Optional.empty()))
        .hasMessageContaining("is encrypted: give its key by --key-file");
    assertThatThrownBy(() -> BackupRig.archive(place, Optional.of(other)))
        .as("a backup with the wrong key adds nothing")
        .hasMessageContaining("is not the key");
    try (BackupArchive plain = BackupRig.archive(folder.resolve("plain"))) {
      assertThat(plain.snapshots()).isEmpty();
    }
    assertThatThrownBy(() -> reopen(folder.resolve("plain"), Optional.of(key)))
        .hasMessageContaining("is not encrypted");
  }

  @Test
  void anEncryptedArchiveShowsNoNamesOfSubjectsAndComesBackWhole() throws Exception {
    Path place = folder.resolve("archive");
    Path key = folder.resolve("key");
    Files.writeString(key, KEY);
    rig.upload("a-very-particular-subject");
    try (BackupArchive archive = BackupRig.archive(place, Optional.of(key))) {
      BackupReport first = rig.backup(archive).make();
      assertThat(first.copied().objects()).isEqualTo(12);
      assertThat(rig.backup(archive).make().copied().objects()).isZero();
      for (Path file : files(place)) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain("a-very-particular-subject");
      }
      try (BackupRig fresh = BackupRig.empty(folder.resolve("fresh"))) {
        fresh.restore(archive).run(RestoreOptions.NEWEST);
        assertThat(fresh.rows()).isEqualTo(rig.rows());
        assertThat(fresh.violations()).isEmpty();
      }
    }
  }
}
