package io.cameo.service.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hears what every node announces when an avatar changes (PostgreSQL's LISTEN and NOTIFY), on a
 * connection of its own. While it cannot hear, its listener is told so, and must not trust what it
 * remembers.
 */
public final class ChangeFeed implements SmartLifecycle {

  /** The channel on which changes are announced. */
  public static final String CHANNEL = "cameo_changes";

  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final int POLL_MILLIS = 5_000;

  /** First words of announcements after which every picture is as it was. */
  private static final Set<String> OF_NO_PICTURE = Set.of("keys", "limits", "storage", "switches");

  /** What a remembering part of the service does about changes. */
  public interface Listener {

    /** From now on every change is announced; what was remembered before may be stale. */
    void connected();

    /** Changes are no longer announced. */
    void lost();

    /** Something changed; the announcement as it was sent. */
    void changed(String announcement);
  }

  /** Whether a picture may have changed. A newer node may announce what this one does not know. */
  public static boolean concernsPictures(String announcement) {
    return !OF_NO_PICTURE.contains(announcement.split(" ", 2)[0]);
  }

  /**
   * Looks anew at one announcement, and when it begins to hear. What was read last holds while it
   * cannot.
   */
  public static Listener looking(String at, Runnable look) {
    return new Listener() {
      @Override
      public void connected() {
        look.run();
      }

      @Override
      public void lost() {
        // The next look finds what has changed.
      }

      @Override
      public void changed(String announcement) {
        if (announcement.equals(at)) {
          look.run();
        }
      }
    };
  }

  /** Opens a connection that belongs to the caller. */
  public interface Connections {
    Connection open() throws SQLException;
  }

  private final Connections connections;
  private final Listener listener;
  private final Duration retry;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** For the listening thread alone: an outage is a line at its beginning and one at its end. */
  private boolean hearing = true;

  private volatile boolean running;
  private volatile Optional<Connection> current = Optional.empty();

  public ChangeFeed(Connections connections, Listener listener, Duration retry) {
    this.connections = connections;
    this.listener = listener;
    this.retry = retry;
  }

  /**
   * Announces a change to all nodes; within a transaction, when that is committed and only then.
   */
  public static void announce(JdbcClient sql, String announcement) {
    sql.sql("select pg_notify(?, ?)")
        .params(CHANNEL, announcement)
        .query((row, index) -> index)
        .list();
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().daemon().name("change-feed").start(this::listenUntilStopped);
  }

  private void listenUntilStopped() {
    while (running) {
      try {
        listenWhileConnected();
      } catch (SQLException lost) {
        if (running && hearing) {
          hearing = false;
          LOG.warn("Changes of other nodes are not heard at the moment: {}", lost.getMessage());
        }
      } catch (RuntimeException failed) {
        LOG.error("A change could not be passed on; all is forgotten and heard anew", failed);
      }
      pause();
    }
  }

  private void listenWhileConnected() throws SQLException {
    try (Connection connection = connections.open()) {
      current = Optional.of(connection);
      listen(connection);
    } finally {
      current = Optional.empty();
      listener.lost();
    }
  }

  private void listen(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
    }
    if (!running) {
      return;
    }
    if (!hearing) {
      hearing = true;
      LOG.info("Changes of other nodes are heard again");
    }
    listener.connected();
    while (running) {
      PGNotification[] heard = postgres.getNotifications(POLL_MILLIS);
      if (heard == null || heard.length == 0) {
        // A server that is gone without a word is noticed by asking.
        if (!connection.isValid(POLL_MILLIS / 1000)) {
          throw new SQLException("the connection is dead");
        }
        continue;
      }
      for (PGNotification notification : heard) {
        listener.changed(notification.getParameter());
      }
    }
  }

  private void pause() {
    try {
      if (stopping.await(retry.toMillis(), TimeUnit.MILLISECONDS)) {
        running = false;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }

  @Override
  public void stop() {
    running = false;
    stopping.countDown();
    current.ifPresent(ChangeFeed::hangUp);
  }

  /** Ends the wait of another thread on this connection. */
  private static void hangUp(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException gone) {
      LOG.debug("The connection was gone already", gone);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Begins before requests are taken and ends after the last one. */
  @Override
  public int getPhase() {
    return 0;
  }
}
