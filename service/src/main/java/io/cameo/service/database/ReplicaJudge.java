package io.cameo.service.database;

import io.cameo.service.database.ReplicaStatus.State;
import java.time.Duration;
import java.util.Optional;

/** Decides whether what a server says of itself makes it a replica that may be read. */
final class ReplicaJudge {

  private final ReplicaSettings settings;
  private final PrimaryPositions primary;
  private final RecentChanges changes;

  ReplicaJudge(ReplicaSettings settings, PrimaryPositions primary, RecentChanges changes) {
    this.settings = settings;
    this.primary = primary;
    this.changes = changes;
  }

  /**
   * @param nowNanos just after it was asked
   */
  ReplicaStatus judge(ServerState replica, long nowNanos) {
    Optional<ServerState> latest = primary.latest();
    if (latest.isEmpty()) {
      return status(State.UNKNOWN, "The primary was not asked yet.", replica, Optional.empty(), 0);
    }
    ServerState truth = latest.get();
    long behind = Math.max(0, truth.position() - replica.position());
    Optional<Duration> lag = primary.age(replica.position(), nowNanos);
    Optional<Wrong> wrong = wrong(replica, truth);
    if (wrong.isPresent()) {
      return status(wrong.get().state(), wrong.get().why(), replica, lag, behind);
    }
    Optional<String> late = late(lag, behind);
    if (late.isPresent()) {
      return status(State.LAGGING, late.get(), replica, lag, behind);
    }
    long floor = changes.floor();
    if (floor != RecentChanges.NOWHERE && replica.position() < floor) {
      return status(
          State.CATCHING_UP,
          "It has not replayed yet what every read needs.",
          replica,
          lag,
          behind);
    }
    return status(State.USABLE, "", replica, lag, behind);
  }

  private record Wrong(State state, String why) {}

  private static Optional<Wrong> wrong(ServerState replica, ServerState truth) {
    if (!replica.sameDatabase(truth)) {
      return Optional.of(
          new Wrong(
              State.FOREIGN,
              replica.cluster() == truth.cluster()
                  ? "It leads to another database of the same servers."
                  : "It is no streaming replica of the primary: its system identifier is another"
                      + " one."));
    }
    if (replica.sameServer(truth)) {
      return Optional.of(new Wrong(State.PRIMARY, "It leads to the primary itself."));
    }
    if (!replica.standby()) {
      return Optional.of(
          new Wrong(
              State.PROMOTED,
              "It was promoted and takes writes of its own. Fence it, or make it the primary in"
                  + " CAMEO_DATABASE_URL."));
    }
    if (replica.timeline() < truth.timeline()) {
      return Optional.of(
          new Wrong(
              State.OTHER_TIMELINE,
              "It is on timeline "
                  + replica.timeline()
                  + ", the primary on "
                  + truth.timeline()
                  + ". If it follows the new primary it says so after the next checkpoint."));
    }
    return Optional.empty();
  }

  private Optional<String> late(Optional<Duration> lag, long behind) {
    if (lag.isEmpty() || lag.get().compareTo(settings.maxLag()) > 0) {
      return Optional.of(
          "It shows a state that is "
              + lag.map(age -> age.toSeconds() + " s old").orElse("older than is remembered")
              + (primary.answers() ? "" : " or more, for the primary does not answer")
              + "; CAMEO_DATABASE_REPLICA_MAX_LAG is "
              + settings.maxLag().toSeconds()
              + " s.");
    }
    if (behind > settings.maxLagBytes()) {
      return Optional.of(
          "It has "
              + behind
              + " bytes to replay; CAMEO_DATABASE_REPLICA_MAX_LAG_BYTES is "
              + settings.maxLagBytes()
              + ".");
    }
    return Optional.empty();
  }

  private static ReplicaStatus status(
      State state, String why, ServerState replica, Optional<Duration> lag, long behind) {
    return new ReplicaStatus(state, why, replica.position(), lag, behind);
  }
}
