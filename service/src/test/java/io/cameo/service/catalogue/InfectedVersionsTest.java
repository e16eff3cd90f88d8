package io.cameo.service.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What this node is told when a version is taken out of delivery. */
class InfectedVersionsTest {

  private static final Actor ACTOR = new Actor("service:scan", Optional.empty(), Optional.empty());

  @Test
  void thisNodeHearsOfItWhenEverybodyCanSeeItAndNotBefore() {
    try (TestDatabase database = TestDatabase.open()) {
      TestCatalogue node = TestCatalogue.on(database.dataSource(), objects -> {});
      CatalogueScenario.play(node, "heard");
      Version shown = node.catalogue().current("heard-ann").orElseThrow();
      List<String> heard = new ArrayList<>();
      ChangeBus bus = new ChangeBus();
      bus.subscribe(
          new ChangeFeed.Listener() {
            @Override
            public void connected() {}

            @Override
            public void lost() {}

            @Override
            public void changed(String announcement) {
              // As a memory would that is asked again at once, on a connection of its own.
              heard.add(announcement + " " + onAnotherThread(node, shown.id()));
            }
          });
      InfectedVersions infected =
          new InfectedVersions(
              database.sql(),
              database.transaction(),
              node.audit(),
              new CatalogueSettings(
                  Duration.ofDays(1), Duration.ofMinutes(10), Duration.ofSeconds(30)),
              bus,
              CdnNotes.OFF);

      database
          .transaction()
          .executeWithoutResult(status -> assertThat(infected.takeOut(shown.id(), ACTOR)).isTrue());

      assertThat(heard)
          .containsExactly("subject heard-ann TOMBSTONED", "version " + shown.id() + " TOMBSTONED");
    }
  }

  private static VersionState onAnotherThread(TestCatalogue node, VersionId id) {
    List<VersionState> seen = new ArrayList<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> seen.add(node.catalogue().version(id).orElseThrow().state()));
    try {
      reader.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return seen.getFirst();
  }
}
