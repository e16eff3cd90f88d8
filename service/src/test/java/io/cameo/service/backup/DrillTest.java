package io.cameo.service.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillTest {

  @TempDir private Path folder;

  @Test
  void restoresIntoAScratchSystemChecksItAndThrowsItAway() throws Exception {
    Path scratch = folder.resolve("scratch");
    try (BackupRig rig = BackupRig.open(folder.resolve("objects"));
        BackupArchive archive = BackupRig.archive(folder.resolve("archive"))) {
      rig.upload("ann");
      rig.upload("ann");
      rig.upload("bob");
      rig.backup(archive).make();
      rig.erase("bob");
      Backup.gatherErasures(rig.database.dataSource(), archive);
      Map<String, List<String>> rows = rig.rows();
      Drill drill = new Drill(archive, scratch, Progress.NONE, Clock.systemUTC());

      DrillReport report = drill.run(RestoreOptions.NEWEST);

      assertThat(report.wrong()).isEmpty();
      assertThat(report.objects()).as("two versions of ann's").isEqualTo(6);
      assertThat(report.restored().versions().erasedAgain()).isEqualTo(1);
      assertThat(report.took()).isPositive();
      assertThat(scratch).isEmptyDirectory();
      assertThat(rig.rows()).isEqualTo(rows);

      damageOne(folder.resolve("archive/objects"));
      assertThatThrownBy(() -> drill.run(RestoreOptions.NEWEST))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("The archive is damaged");
      assertThat(scratch).isEmptyDirectory();
    }
  }

  private static void damageOne(Path pool) throws Exception {
    try (Stream<Path> files = Files.walk(pool)) {
      Files.write(files.filter(Files::isRegularFile).findFirst().orElseThrow(), new byte[] {1});
    }
  }

  /** The checks of a drill find what they are there for. */
  @Test
  void theChecksSeeEveryKindOfWrong() throws Exception {
    try (BackupRig rig = BackupRig.open(folder.resolve("objects"))) {
      rig.upload("ann");
      var bob = rig.upload("bob");
      var carl = rig.upload("carl");
      assertThat(rig.violations()).isEmpty();

      rig.store.delete(bob.keyPrefix() + "128.jpg");
      assertThat(rig.violations()).singleElement().asString().contains("is not there");
      rig.database
          .sql()
          .sql("update subject set current_version = ? where subject = 'ann'")
          .param(carl.value())
          .update();
      rig.database.sql().sql("select setval('change_order', 1)").query(Long.class).single();
      assertThat(String.join("\n", rig.violations()))
          .contains("is live, and its subject does not point at it")
          .contains("the pointer of a subject names version " + carl.value())
          .contains("change_order stands at 1");
    }
  }
}
