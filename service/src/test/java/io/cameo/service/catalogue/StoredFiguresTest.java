package io.cameo.service.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cameo.service.catalogue.StoredFigures.Amount;
import io.cameo.service.database.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much is stored, by the database's word. */
@Timeout(60)
class StoredFiguresTest {

  private static void versions(TestDatabase database, int count) {
    database
        .sql()
        .sql(
            """
            insert into version (id, subject, state, change_order, source_type, source_width,
              source_height, source_bytes, source_sha256, crop, thumbhash, color, objects,
              delete_after)
            select gen_random_uuid(), 'ann' || n, case when n % 10 = 0 then 'RETIRED' else 'LIVE' end,
              n, 'image/jpeg', 9, 9, 9, decode(repeat('00', 32), 'hex'), '', '', '#000000',
              '[{"name": "master.jpg", "width": 9, "bytes": 1000},
                {"name": "512.jpg", "width": 9, "bytes": 300},
                {"name": "64.jpg", "width": 9, "bytes": 30},
                {"name": "64.webp", "width": 9, "bytes": 20},
                {"name": "64.jxl", "width": 9, "bytes": 7}]'::jsonb,
              case when n % 10 = 0 then now() end
            from generate_series(1, ?) n
            """)
        .param(count)
        .update();
  }

  @Test
  void objectsAreCountedByClassAndVersionsByState() {
    try (TestDatabase database = TestDatabase.open()) {
      versions(database, 100);

      assertThat(new StoredFigures(database.sql()).ask())
          .containsEntry("class master", new Amount(100, 100_000))
          .containsEntry("class jpg", new Amount(200, 33_000))
          .containsEntry("class webp", new Amount(100, 2_000))
          .containsEntry("class other", new Amount(100, 700))
          .containsEntry("state live", new Amount(90, 0))
          .containsEntry("state retired", new Amount(10, 0))
          .hasSize(6);
    }
  }

  @Test
  void ofALargeTableASampleIsCountedAndTheRestReckoned() {
    try (TestDatabase database = TestDatabase.open()) {
      versions(database, 20_000);

      Map<String, Amount> reckoned = new StoredFigures(database.sql(), 300).ask();

      assertThat(reckoned.get("state live").count()).isCloseTo(18_000, within(6_000.0));
      assertThat(reckoned.get("class master").bytes()).isCloseTo(2e7, within(7e6));
      assertThat(reckoned.get("state live").count()).as("no count of all").isNotEqualTo(18_000);
    }
  }

  @Test
  void theGaugesShowIt() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (TestDatabase database = TestDatabase.open()) {
      versions(database, 10);
      StoredFigures.register(database.sql(), Clock.systemUTC(), registry);

      Awaitility.await()
          .until(
              () -> registry.get("cameo.stored").tag("class", "master").gauge().value() == 10_000);

      assertThat(registry.get("cameo.stored.objects").tag("class", "png").gauge().value()).isZero();
      assertThat(registry.get("cameo.stored.versions").tag("state", "live").gauge().value())
          .isEqualTo(9);
    }
  }
}
