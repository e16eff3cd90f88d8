package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.ReplicaStatus.State;
import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaJudgeTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final ServerState PRIMARY = new ServerState(7, 5, "then", false, 2, 1_000_000, 97);

  private final PrimaryPositions positions = new PrimaryPositions();
  private final RecentChanges changes = new RecentChanges(10);
  private final ReplicaJudge judge = new ReplicaJudge(settings(), positions, changes);

  private static ReplicaSettings settings() {
    Settings settings =
        new Settings(
            Map.of(
                "CAMEO_DATABASE_REPLICA_MAX_LAG", "10s",
                "CAMEO_DATABASE_REPLICA_MAX_LAG_BYTES", "500000"));
    return ReplicaSettings.from(settings, DatabaseSettings.from(settings, Path.of("data")));
  }

  private static ServerState at(ServerState server, long position) {
    return new ServerState(
        server.cluster(),
        server.database(),
        server.started(),
        server.standby(),
        server.timeline(),
        position,
        97);
  }

  private static ServerState replica(long timeline, long position) {
    return new ServerState(7, 5, "later", true, timeline, position, 97);
  }

  private State judge(ServerState replica, long second) {
    return judge.judge(replica, second * SECOND).state();
  }

  @Test
  void whileNothingHappensNoReplicaLags() {
    for (int second = 0; second < 3600; second++) {
      positions.add(second * SECOND, PRIMARY);
    }

    assertThat(judge(replica(2, 1_000_000), 3600)).isEqualTo(State.USABLE);
    assertThat(judge.judge(replica(2, 1_000_000), 3600 * SECOND).lag())
        .contains(Duration.ofSeconds(1));
  }

  @Test
  void aReplicaIsAsOldAsTheNewestPlaceThatItHasReached() {
    for (int second = 0; second <= 20; second++) {
      positions.add(second * SECOND, at(PRIMARY, 1_000_000 + second));
    }

    assertThat(judge(replica(2, 1_000_010), 20)).isEqualTo(State.USABLE);
    assertThat(judge(replica(2, 1_000_009), 20)).isEqualTo(State.LAGGING);
    assertThat(judge(replica(2, 999), 20)).isEqualTo(State.LAGGING);
  }

  @Test
  void aReplicaThatHasMuchToReplayLagsAlsoWhenItIsYoung() {
    positions.add(0, at(PRIMARY, 100));
    positions.add(SECOND, at(PRIMARY, 600_000));

    assertThat(judge(replica(2, 100_000), 1)).isEqualTo(State.USABLE);
    assertThat(judge(replica(2, 99_999), 1)).isEqualTo(State.LAGGING);
  }

  @Test
  void withoutThePrimaryAReplicaMayBeReadForAsLongAsTheLimitOfItsLag() {
    positions.add(0, PRIMARY);
    positions.silent();

    assertThat(judge(replica(2, 1_000_000), 10)).isEqualTo(State.USABLE);
    assertThat(judge(replica(2, 1_000_000), 11)).isEqualTo(State.LAGGING);
  }

  @Test
  void aServerOfAnOlderTimelineMayHaveGoneAnotherWay() {
    positions.add(0, PRIMARY);

    assertThat(judge(replica(1, 1_000_000), 1)).isEqualTo(State.OTHER_TIMELINE);
  }

  @Test
  void onlyAStandbyOfTheSameDatabaseIsRead() {
    positions.add(0, PRIMARY);

    assertThat(judge(PRIMARY, 1)).isEqualTo(State.PRIMARY);
    assertThat(judge(new ServerState(7, 5, "later", false, 3, 1_000_000, 97), 1))
        .isEqualTo(State.PROMOTED);
    assertThat(judge(new ServerState(8, 5, "later", true, 2, 1_000_000, 97), 1))
        .isEqualTo(State.FOREIGN);
    assertThat(judge(new ServerState(7, 6, "later", true, 2, 1_000_000, 97), 1))
        .isEqualTo(State.FOREIGN);
  }

  @Test
  void aReplicaCatchesUpWithWhatEveryReadNeedsFirst() {
    positions.add(0, at(PRIMARY, 900));
    positions.add(SECOND, PRIMARY);
    changes.ended(changes.last(), 1_000_000);

    assertThat(judge(replica(2, 999_999), 1)).isEqualTo(State.CATCHING_UP);
    assertThat(judge(replica(2, 1_000_000), 1)).isEqualTo(State.USABLE);
  }

  @Test
  void theHeadOfAPageOfTheLogIsNotAPlaceThatMustBeReplayed() {
    assertThat(ServerState.endOfLastRecord(3 * 8192 + 24)).isEqualTo(3 * 8192);
    assertThat(ServerState.endOfLastRecord(16_777_216 + 40)).isEqualTo(16_777_216);
    assertThat(ServerState.endOfLastRecord(3 * 8192 + 32)).isEqualTo(3 * 8192 + 32);
  }
}
