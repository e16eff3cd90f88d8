package io.cameo.service.moving;

import io.cameo.service.objects.MovingStore;
import io.cameo.service.objects.StorageMove;
import io.cameo.service.objects.StorageMoves;
import io.cameo.service.objects.StoragePlace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The running nodes, as far as a move has to wait for them. */
final class Nodes {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  /** With a second for what was begun just before the belief ended. */
  private static final Duration BELIEF = MovingStore.BELIEF.plusSeconds(1);

  /** With a while for a publication that was under way when the time of its upload was over. */
  private static final Duration PUBLISHING = Duration.ofSeconds(30);

  private final StorageMoves moves;
  private final JdbcClient sql;
  private final CountDownLatch never = new CountDownLatch(1);

  Nodes(StorageMoves moves, JdbcClient sql) {
    this.moves = moves;
    this.sql = sql;
  }

  /**
   * Returns when every running node does as the move's phase says.
   *
   * @throws MoveException naming those that do not, and why
   */
  void awaitFollowing() {
    StorageMove move = moves.current().orElseThrow();
    long begun = System.nanoTime();
    long believed = BELIEF.minus(moves.sinceChange()).toNanos();
    while (true) {
      List<StorageMoves.Node> late =
          moves.nodes().stream().filter(node -> !node.follows(move)).toList();
      long waited = System.nanoTime() - begun;
      // Also for nodes that have not been heard of yet: none believes its last word longer.
      if (late.isEmpty() && waited >= believed) {
        return;
      }
      if (waited > PATIENCE.toNanos()) {
        throw new MoveException(
            late.size()
                + " of the running nodes do not follow the move: "
                + String.join(
                    "; ", late.stream().map(Nodes::why).map(Nodes::clause).distinct().toList())
                + ". Mend that and run the same command again; nothing is lost meanwhile.");
      }
      pause();
    }
  }

  /**
   * Returns when no upload is under way that may have begun to write where the phase before said.
   * Each has its time, after which it cannot be published any more, so that this ends.
   */
  void awaitEarlierUploads(MoveListener listener) {
    long waitingFor = earlierUploads();
    if (waitingFor > 0) {
      listener.pass("Uploads from before", waitingFor);
    }
    while (waitingFor > 0) {
      pause();
      long left = earlierUploads();
      listener.advance(waitingFor - left);
      waitingFor = left;
    }
  }

  private long earlierUploads() {
    return sql.sql(
            """
            select count(*) from version, storage_move
            where version.state = 'PENDING'
              and version.delete_after > now() - make_interval(secs => ?)
              and version.created_at < storage_move.changed_at + make_interval(secs => ?)
            """)
        .params(PUBLISHING.toSeconds(), BELIEF.toSeconds())
        .query(Long.class)
        .single();
  }

  private static String why(StorageMoves.Node node) {
    return node.fault().orElse("a node is at " + node.phase() + " and does not answer");
  }

  /**
   * @throws MoveException if a running node's settings keep pictures elsewhere
   */
  void requireConfigured(StoragePlace wanted) {
    long others =
        moves.nodes().stream().filter(node -> !node.configured().equals(wanted.name())).count();
    if (others > 0) {
      throw new MoveException(
          others
              + " running nodes have other settings still. Give every node "
              + wanted.setting()
              + ", restart them one after the other, and run this again.");
    }
  }

  private void pause() {
    try {
      if (never.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new MoveException("Interrupted. Run the same command again, it goes on.");
    }
  }

  /** A sentence as a part of another one. */
  private static String clause(String sentence) {
    return sentence.replaceFirst("[.]$", "");
  }
}
