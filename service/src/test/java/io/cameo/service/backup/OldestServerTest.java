package io.cameo.service.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.InstalledPostgres;
import io.cameo.service.database.Migrations;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server of the operator's own that is older than the embedded one: PostgreSQL 15 on Debian 12.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class OldestServerTest {

  @TempDir private static Path home;

  private InstalledPostgres server;

  @BeforeAll
  void start() throws Exception {
    server = InstalledPostgres.start(home);
  }

  @AfterAll
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void takesTheSchemaAndGivesItBackAndTakesItAgainOverData(@TempDir Path folder) throws Exception {
    try (BackupRig rig = BackupRig.on(server.openEmpty(), folder)) {
      Migrations migrations = rig.database.migrations();
      int steps = migrations.up().size();
      assertThat(steps).isGreaterThan(15);
      rig.upload("ann");
      rig.upload("ann");
      rig.erase("bob");
      assertThat(rig.violations()).isEmpty();

      assertThat(migrations.down(steps)).hasSize(steps);
      assertThat(migrations.up()).hasSize(steps);

      assertThat(migrations.pending()).isEmpty();
      rig.upload("ann");
      assertThat(rig.violations()).isEmpty();
    }
  }

  @Test
  void takesABackupOfTheNewestServerAndGivesOneToIt(@TempDir Path folder) throws Exception {
    try (BackupRig newest = BackupRig.open(folder.resolve("newest"));
        BackupRig oldest = BackupRig.on(server.openEmpty(), folder.resolve("oldest"));
        BackupRig back = BackupRig.empty(folder.resolve("back"));
        BackupArchive there = BackupRig.archive(folder.resolve("there"));
        BackupArchive andBack = BackupRig.archive(folder.resolve("and-back"))) {
      newest.upload("ann");
      newest.upload("ann");
      newest.upload("dora");
      newest.erase("dora");
      newest.upload("bob");
      newest.backup(there).make();

      oldest.restore(there).run(RestoreOptions.NEWEST);

      assertThat(oldest.rows()).isEqualTo(newest.rows());
      assertThat(oldest.violations()).isEmpty();
      assertThat(oldest.current("bob")).isEqualTo(newest.current("bob"));

      oldest.backup(andBack).make();
      back.restore(andBack).run(RestoreOptions.NEWEST);
      assertThat(back.current("ann")).isEqualTo(newest.current("ann"));
      assertThat(back.violations()).isEmpty();
    }
  }
}
