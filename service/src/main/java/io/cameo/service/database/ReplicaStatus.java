package io.cameo.service.database;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a replica.
 *
 * @param why in words for the operator; empty when it is read
 * @param replayed how far it had replayed the primary's log when it was last asked
 * @param lag how old the state is that it shows; empty when that is not known
 * @param lagBytes how much of the log it has to replay; 0 when that is not known
 */
record ReplicaStatus(
    State state, String why, long replayed, Optional<Duration> lag, long lagBytes) {

  enum State {
    /** It is read. */
    USABLE,
    /** Not asked yet. */
    UNKNOWN,
    /** It does not answer. */
    AWAY,
    /** It answers, but questions failed. */
    FAILED,
    /** Farther behind than the limit. */
    LAGGING,
    /** It has not replayed yet what every read needs, such as the schema of this release. */
    CATCHING_UP,
    /** It is the primary. */
    PRIMARY,
    /** It takes writes of its own: whatever it shows may be another truth. */
    PROMOTED,
    /** It follows a timeline that the primary has left, or has not said yet that it follows. */
    OTHER_TIMELINE,
    /** It belongs to another database. */
    FOREIGN
  }

  /** What to do when it is seen at the start. */
  boolean isMistake() {
    return state == State.PRIMARY || state == State.FOREIGN;
  }

  boolean isUsable() {
    return state == State.USABLE;
  }

  static ReplicaStatus unusable(State state, String why, ReplicaStatus before) {
    return new ReplicaStatus(state, why, before.replayed, before.lag, before.lagBytes);
  }

  static ReplicaStatus unknown() {
    return new ReplicaStatus(State.UNKNOWN, "It was not asked yet.", 0, Optional.empty(), 0);
  }
}
