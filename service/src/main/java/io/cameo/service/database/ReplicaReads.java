package io.cameo.service.database;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends reads to the replicas in turn, and to the primary whenever no replica may answer. One that
 * fails is asked once; then the primary is, within the same call.
 */
final class ReplicaReads implements Reads {

  private final JdbcClient primary;
  private final List<Replica> replicas;
  private final RecentChanges changes;
  private final PrimaryPositions positions;
  private final ReplicaMetrics metrics;
  private final AtomicInteger turn = new AtomicInteger();

  ReplicaReads(
      JdbcClient primary,
      List<Replica> replicas,
      RecentChanges changes,
      PrimaryPositions positions,
      ReplicaMetrics metrics) {
    this.primary = primary;
    this.replicas = List.copyOf(replicas);
    this.changes = changes;
    this.positions = positions;
    this.metrics = metrics;
  }

  @Override
  public <T> T read(String about, Predicate<T> sure, Function<JdbcClient, T> question) {
    // What is read in a transaction is part of it.
    if (!TransactionSynchronizationManager.isActualTransactionActive() && mayTrustReplicas()) {
      long needed = changes.needed(about);
      Replica replica = choose(needed);
      if (replica != null) {
        Replica.Answer<T> answer = replica.ask(needed, question);
        ReplicaMetrics.Outcome outcome = outcome(answer, sure);
        metrics.asked(replica, outcome);
        if (outcome == ReplicaMetrics.Outcome.ANSWERED
            && answer instanceof Replica.Answer.Given<T> given) {
          return given.value();
        }
      }
    }
    metrics.primary();
    return question.apply(primary);
  }

  /**
   * A node that does not hear what others change asks the primary, who knows. When that does not
   * answer either, a replica within the limit of its lag is the best there is.
   */
  private boolean mayTrustReplicas() {
    return changes.hearing() || !positions.answers();
  }

  @org.jspecify.annotations.Nullable
  private Replica choose(long needed) {
    int first = Math.floorMod(turn.getAndIncrement(), replicas.size());
    for (int i = 0; i < replicas.size(); i++) {
      Replica replica = replicas.get((first + i) % replicas.size());
      if (replica.mayKnow(needed)) {
        return replica;
      }
    }
    return null;
  }

  private static <T> ReplicaMetrics.Outcome outcome(Replica.Answer<T> answer, Predicate<T> sure) {
    return switch (answer) {
      case Replica.Answer.Given<T> given ->
          sure.test(given.value())
              ? ReplicaMetrics.Outcome.ANSWERED
              : ReplicaMetrics.Outcome.UNSURE;
      case Replica.Answer.Behind<T> behind -> ReplicaMetrics.Outcome.BEHIND;
      case Replica.Answer.Busy<T> busy -> ReplicaMetrics.Outcome.BUSY;
      case Replica.Answer.Failed<T> failed -> ReplicaMetrics.Outcome.FAILED;
    };
  }
}
