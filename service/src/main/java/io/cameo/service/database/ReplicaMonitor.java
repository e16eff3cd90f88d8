package io.cameo.service.database;

import io.cameo.service.database.ConnectionBudget.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the primary's position and at every replica, each on a thread and a connection of its
 * own, so that one that hangs keeps nothing from the others. Every look ends by the time-out of its
 * connection.
 */
final class ReplicaMonitor implements SmartLifecycle, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaMonitor.class);

  private Optional<Watch> primary = Optional.empty();
  private final List<Watch> replicas = new ArrayList<>();
  private final Duration every;
  private Optional<ScheduledExecutorService> threads = Optional.empty();
  private volatile Optional<ConnectionBudget> overdrawn = Optional.empty();

  /** A server that is looked at again and again. */
  private abstract static class Watch {

    private final ChangeFeed.Connections connections;
    private Optional<Connection> open = Optional.empty();

    Watch(ChangeFeed.Connections connections) {
      this.connections = connections;
    }

    /** One look; never throws, because a thread that ends looks no more. */
    final synchronized void look() {
      try {
        Connection connection = open.isPresent() ? open.get() : connections.open();
        open = Optional.of(connection);
        look(connection);
      } catch (SQLException away) {
        hangUp();
        silent(String.valueOf(away.getMessage()));
      } catch (RuntimeException failed) {
        hangUp();
        LOG.error("A look at a database server failed", failed);
        silent("It could not be looked at: " + failed.getMessage());
      }
    }

    abstract void look(Connection connection) throws SQLException;

    abstract void silent(String why);

    final synchronized void hangUp() {
      open.ifPresent(
          connection -> {
            try {
              connection.close();
            } catch (SQLException gone) {
              LOG.debug("The connection was gone already", gone);
            }
          });
      open = Optional.empty();
    }
  }

  /**
   * @param every how often each server is looked at
   */
  ReplicaMonitor(Duration every) {
    this.every = every;
  }

  /** From now on this primary is looked at. */
  void watch(
      ChangeFeed.Connections connections,
      PrimaryPositions positions,
      RecentChanges changes,
      LongSupplier nanos) {
    primary =
        Optional.of(
            new Watch(connections) {
              @Override
              void look(Connection connection) throws SQLException {
                long last = changes.last();
                long begun = nanos.getAsLong();
                ServerState state = ServerState.of(connection);
                if (state.standby()) {
                  throw new SQLException(
                      "CAMEO_DATABASE_URL leads to a server that takes no writes");
                }
                positions.add(begun, state);
                changes.ended(last, state.position());
              }

              @Override
              void silent(String why) {
                if (positions.answers()) {
                  LOG.warn("The primary's position is not to be had: {}", why);
                }
                positions.silent();
              }
            });
  }

  /** From now on this replica is looked at. */
  void watch(
      Replica replica, ReplicaJudge judge, Optional<PoolOfNodes> direct, LongSupplier nanos) {
    replicas.add(
        new Watch(replica::open) {
          private boolean counted;

          @Override
          void look(Connection connection) throws SQLException {
            long begun = nanos.getAsLong();
            ServerState state = ServerState.of(connection);
            if (!counted && direct.isPresent()) {
              counted = true;
              ConnectionBudget budget = direct.get().on(state);
              if (!budget.fits()) {
                overdrawn = Optional.of(budget);
                LOG.warn("{}", budget.sentence());
              }
            }
            replica.looked(judge.judge(state, nanos.getAsLong()), begun);
          }

          @Override
          void silent(String why) {
            replica.silent("It does not answer: " + why);
          }
        });
  }

  /**
   * The pools of all nodes together.
   *
   * @param size of one of them
   */
  record PoolOfNodes(int nodes, int size) {
    ConnectionBudget on(ServerState replica) {
      return new ConnectionBudget(replica.free(), nodes, size, Server.REPLICA);
    }
  }

  /**
   * Looks at every server once: at the primary first, because a replica is judged by it, then at
   * all replicas together, because a start must not wait for one that is away after the other.
   */
  void lookOnce() {
    primary.ifPresent(Watch::look);
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      replicas.forEach(replica -> together.execute(replica::look));
    }
  }

  private List<Watch> watches() {
    return Stream.concat(primary.stream(), replicas.stream()).toList();
  }

  /** That of a replica which has too few connections for all nodes, if one was seen. */
  Optional<ConnectionBudget> overdrawn() {
    return overdrawn;
  }

  @Override
  public synchronized void start() {
    List<Watch> watches = watches();
    if (watches.isEmpty() || threads.isPresent()) {
      return;
    }
    ScheduledExecutorService started =
        Executors.newScheduledThreadPool(
            watches.size(), Thread.ofPlatform().daemon().name("replica-monitor-", 0).factory());
    for (Watch watch : watches) {
      ScheduledFuture<?> unused =
          started.scheduleWithFixedDelay(watch::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }
    threads = Optional.of(started);
  }

  @Override
  public synchronized void stop() {
    threads.ifPresent(ScheduledExecutorService::shutdownNow);
    threads = Optional.empty();
  }

  @Override
  public synchronized boolean isRunning() {
    return threads.isPresent();
  }

  /** Begins before requests are taken and ends after the last one. */
  @Override
  public int getPhase() {
    return 0;
  }

  /** Ends the looks and their connections. */
  @Override
  public void close() {
    stop();
    watches().forEach(Watch::hangUp);
  }
}
