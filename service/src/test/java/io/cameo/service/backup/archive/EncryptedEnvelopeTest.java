package io.cameo.service.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedEnvelopeTest {

  private static final byte[] SECRET =
      HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2));

  @TempDir private Path folder;

  private final EncryptedEnvelope envelope =
      new EncryptedEnvelope(ArchiveKey.of(SECRET, new byte[32]));

  private byte[] seal(String name, byte[] bytes) throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream out = envelope.seal(name, sealed)) {
      out.write(bytes);
    }
    return sealed.toByteArray();
  }

  private byte[] open(String name, byte[] sealed) throws IOException {
    try (InputStream in = envelope.open(name, new ByteArrayInputStream(sealed))) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
  void givesBackEveryLengthAndSaysHowLongItWillBe(int length) throws IOException {
    byte[] bytes = random(length);

    byte[] sealed = seal("a/b", bytes);

    assertThat(sealed).hasSize((int) envelope.sealedLength(length));
    assertThat(open("a/b", sealed)).isEqualTo(bytes);
  }

  @Test
  void theSameBytesAreSealedDifferentlyEachTimeAndShowNothing() throws IOException {
    byte[] bytes =
        "a subject's name, ".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    byte[] once = seal("a/b", bytes);
    byte[] again = seal("a/b", bytes);

    assertThat(once).isNotEqualTo(again);
    assertThat(new String(once, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("subject");
  }

  @Test
  void everyChangedByteIsNoticed() throws IOException {
    byte[] sealed = seal("a/b", random(300));
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> open("a/b", changed))
          .as("byte " + i)
          .isInstanceOf(DamagedArchiveException.class)
          .hasMessageContaining("a/b");
    }
  }

  @Test
  void aFileThatIsCutAnywhereIsNoticedAlsoBetweenItsBlocks() throws IOException {
    byte[] sealed = seal("a/b", random(3 * EncryptedEnvelope.BLOCK));
    int head = 9 + 32;
    int block = EncryptedEnvelope.BLOCK + EncryptedEnvelope.TAG;
    for (int length :
        List.of(0, 8, head, head + 1, head + block, head + 2 * block, sealed.length - 1)) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThatThrownBy(() -> open("a/b", cut))
          .as("the first %d bytes", length)
          .isInstanceOf(DamagedArchiveException.class);
    }
    byte[] longer = Arrays.copyOf(sealed, sealed.length + 1);
    assertThatThrownBy(() -> open("a/b", longer)).isInstanceOf(DamagedArchiveException.class);
  }

  @Test
  void blocksThatChangePlacesAreNoticed() throws IOException {
    byte[] sealed = seal("a/b", random(3 * EncryptedEnvelope.BLOCK));
    int head = 9 + 32;
    int block = EncryptedEnvelope.BLOCK + EncryptedEnvelope.TAG;
    byte[] swapped = sealed.clone();
    System.arraycopy(sealed, head, swapped, head + block, block);
    System.arraycopy(sealed, head + block, swapped, head, block);

    assertThatThrownBy(() -> open("a/b", swapped)).isInstanceOf(DamagedArchiveException.class);
  }

  @Test
  void aFileUnderAnotherNameIsNoticed() throws IOException {
    byte[] sealed = seal("a/b", random(100));

    assertThatThrownBy(() -> open("a/c", sealed)).isInstanceOf(DamagedArchiveException.class);
  }

  @Test
  void aKeyIsThirtyTwoRandomBytesAndNoPhrase() throws IOException {
    Path file = folder.resolve("key");
    Files.writeString(file, HexFormat.of().formatHex(SECRET) + "\n");
    assertThat(ArchiveKey.read(file)).isEqualTo(SECRET);
    Files.writeString(file, java.util.Base64.getEncoder().encodeToString(SECRET));
    assertThat(ArchiveKey.read(file)).isEqualTo(SECRET);

    for (String bad :
        List.of(
            "",
            "secret",
            "00".repeat(32),
            "ab".repeat(31),
            "correct horse battery staple",
            "x".repeat(2000))) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> ArchiveKey.read(file))
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("openssl rand -base64 32");
    }
    assertThatThrownBy(() -> ArchiveKey.read(folder.resolve("none")))
        .hasMessageEndingWith("cannot be read: " + folder.resolve("none") + " does not exist.");
  }
}
