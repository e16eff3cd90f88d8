package io.cameo.service.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {

  @TempDir Path data;

  private AdminKey open() {
    return AdminKey.open(new AccountSettings(List.of(), data, Optional.empty()));
  }

  @Test
  void isMadeOnceAndKeptForItsOwnerOnly() throws IOException {
    AdminKey.Made made = open().made().orElseThrow();

    assertThat(made.key()).hasSizeGreaterThan(30);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.file())))
        .isEqualTo("rw-------");
    AdminKey again = open();
    assertThat(again.made()).isEmpty();
    assertThat(again.matches(made.key())).isTrue();
    assertThat(again.matches(made.key() + "x")).isFalse();
    assertThat(data.toFile().list()).containsExactly("admin-key");
  }

  @Test
  void isNeverTheEmptyTextOfADamagedFile() throws IOException {
    Files.createFile(data.resolve("admin-key"));

    assertThatThrownBy(this::open).hasMessageContaining("holds no admin key");
  }
}
