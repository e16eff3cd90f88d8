package io.cameo.service.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillFolderTest {

  @TempDir private Path place;

  @Test
  void whatAKilledDrillLeftGoesWithTheNextOneAndOneThatRunsStays() throws Exception {
    Path left = Files.createDirectories(place.resolve("cameo-drill-1/objects"));
    Files.writeString(left.resolve("alice.jpg"), "a picture");
    Files.writeString(place.resolve("cameo-drill-1/in-use"), "");
    Path foreign = Files.createDirectories(place.resolve("cameo-drill-notes"));

    try (DrillFolder first = DrillFolder.in(place);
        DrillFolder second = DrillFolder.in(place)) {
      assertThat(place.resolve("cameo-drill-1")).doesNotExist();
      assertThat(first.path()).isNotEqualTo(second.path()).isDirectory();
      assertThat(second.path()).isDirectory();
    }

    assertThat(place).isDirectoryContaining(foreign::equals);
    try (var all = Files.list(place)) {
      assertThat(all).containsExactly(foreign);
    }
  }
}
