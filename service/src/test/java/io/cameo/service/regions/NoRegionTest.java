package io.cameo.service.regions;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

/** Starts with and without replicas. */
class NoRegionTest {

  private static void start(TestDatabase database, Map<String, String> environment)
      throws Exception {
    new NoRegionConfiguration()
        .forgetRegions(
            database.sql(), ObjectSettings.from(new Settings(environment), Path.of("data")))
        .run(new DefaultApplicationArguments());
  }

  @Test
  void aReplicaThatIsNamedAgainAfterNoneWasIsComparedAnew() throws Exception {
    try (TestDatabase database = TestDatabase.open()) {
      database
          .sql()
          .sql("insert into region_backfill (region, pass, finished_at) values ('west', 2, now())")
          .update();

      start(
          database,
          Map.of("AWS_S3_BUCKET", "avatars", "CAMEO_S3_REPLICAS", "west=s3://copies@eu-west-1"));
      assertThat(compared(database)).isOne();
      start(database, Map.of());
      assertThat(compared(database)).isZero();
    }
  }

  private static int compared(TestDatabase database) {
    return database.sql().sql("select count(*) from region_backfill").query(Integer.class).single();
  }
}
