package io.cameo.service.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One look at every replica for somebody who asks, by the rules of the running service. */
public final class ReplicaLook {

  /** A replica that follows has by then replayed where the primary was at the beginning. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long AGAIN_MILLIS = 100;

  private ReplicaLook() {}

  /**
   * What was seen of a replica.
   *
   * @param name its hosts and database
   * @param usable whether the service would read it
   * @param why it would not, in words; empty when it would
   * @param lagBytes of the primary's log that it has still to replay
   */
  public record Seen(String name, boolean usable, String why, long lagBytes) {}

  /** All of them, one after the other. */
  public static List<Seen> at(Connection primary, ReplicaSettings settings)
      throws SQLException, InterruptedException {
    List<Seen> seen = new ArrayList<>();
    for (DatabaseSettings.Server server : settings.servers()) {
      PrimaryPositions positions = new PrimaryPositions();
      positions.add(System.nanoTime(), ServerState.of(primary));
      seen.add(
          look(
              Login.to(server, settings.timeout()).hasty(settings.timeout()),
              new ReplicaJudge(settings, positions, new RecentChanges())));
    }
    return seen;
  }

  private static Seen look(Login login, ReplicaJudge judge) throws InterruptedException {
    String name = ServerAddress.name(login.jdbcUrl());
    long end = System.nanoTime() + PATIENCE.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    try (Connection replica = login.open()) {
      while (true) {
        ReplicaStatus status = judge.judge(ServerState.of(replica), System.nanoTime());
        boolean mayChange = status.state() == ReplicaStatus.State.LAGGING;
        if (!mayChange || System.nanoTime() > end) {
          return new Seen(name, status.isUsable(), status.why(), status.lagBytes());
        }
        never.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (SQLException away) {
      return new Seen(name, false, "It does not answer: " + away.getMessage(), 0);
    }
  }
}
