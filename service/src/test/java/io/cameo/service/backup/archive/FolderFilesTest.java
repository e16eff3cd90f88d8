package io.cameo.service.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest extends ArchiveFilesContract {

  @TempDir private Path folder;

  @Override
  ArchiveFiles open() {
    return FolderFiles.at(folder.resolve("archive"), true);
  }

  @Test
  void whatAKilledWriterLeftIsNeverShownAndGoesWithTheNextLock() throws IOException {
    Path left = folder.resolve("archive/.unfinished/7");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "half");
    try (ArchiveFiles files = open()) {
      assertThat(files.isEmpty()).isTrue();
      files.lock().close();
      assertThat(left).doesNotExist();
    }
  }

  @Test
  void aFolderThatIsNotThereIsMadeOnlyForWriting() {
    assertThatThrownBy(() -> FolderFiles.at(folder.resolve("none"), false))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("There is no folder");
    assertThat(folder.resolve("none")).doesNotExist();
  }
}
