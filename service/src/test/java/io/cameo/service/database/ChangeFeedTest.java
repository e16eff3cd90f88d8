package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cameo.storage.Until;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** Announcements through a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeFeedTest {

  private static final Duration RETRY = Duration.ofMillis(20);

  private final List<ChangeFeed> started = new ArrayList<>();
  private TestDatabase database;

  /** Writes down what it is told. */
  private static class Diary implements ChangeFeed.Listener {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile Thread teller;

    @Override
    public void connected() {
      teller = Thread.currentThread();
      lines.add("connected");
    }

    @Override
    public void lost() {
      lines.add("lost");
    }

    @Override
    public void changed(String announcement) {
      lines.add(announcement);
    }

    String next() throws InterruptedException {
      String line = lines.poll(10, TimeUnit.SECONDS);
      assertThat(line).as("something is told within ten seconds").isNotNull();
      return line;
    }
  }

  @BeforeAll
  void open() {
    database = TestDatabase.openEmpty();
  }

  @AfterEach
  void stop() {
    started.forEach(ChangeFeed::stop);
  }

  @AfterAll
  void close() {
    database.close();
  }

  private ChangeFeed start(ChangeFeed.Connections connections, ChangeFeed.Listener listener) {
    ChangeFeed feed = new ChangeFeed(connections, listener, RETRY);
    started.add(feed);
    feed.start();
    return feed;
  }

  private void announce(String text) {
    database
        .sql()
        .sql("select pg_notify(?, ?)")
        .params(ChangeFeed.CHANNEL, text)
        .query((row, index) -> index)
        .list();
  }

  /** Ends all connections that listen, as a restart of the server would. */
  private int cutAll() {
    return database
        .sql()
        .sql(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and (query like 'listen%' or query = '')
            """)
        .query(Boolean.class)
        .list()
        .size();
  }

  @Test
  void everyNodeHearsEveryChange() throws InterruptedException {
    Diary one = new Diary();
    Diary other = new Diary();
    start(database::connect, one);
    start(database::connect, other);
    assertThat(one.next()).isEqualTo("connected");
    assertThat(other.next()).isEqualTo("connected");

    for (int i = 0; i < 50; i++) {
      announce("subject s" + i);
    }

    for (int i = 0; i < 50; i++) {
      assertThat(one.next()).isEqualTo("subject s" + i);
      assertThat(other.next()).isEqualTo("subject s" + i);
    }
  }

  @Test
  void missesNoChangeThatIsMadeAfterItSaidItHears() throws InterruptedException {
    Diary diary =
        new Diary() {
          @Override
          public void connected() {
            super.connected();
            announce("subject made-at-once");
          }
        };
    start(database::connect, diary);

    assertThat(diary.next()).isEqualTo("connected");
    assertThat(diary.next()).isEqualTo("subject made-at-once");
  }

  @Test
  void saysThatItIsDeafWhenItsConnectionIsKilledAndHearsAgain() throws InterruptedException {
    Diary diary = new Diary();
    start(database::connect, diary);
    assertThat(diary.next()).isEqualTo("connected");

    assertThat(cutAll()).isPositive();

    assertThat(diary.next()).isEqualTo("lost");
    assertThat(diary.next()).isEqualTo("connected");
    announce("subject ann");
    assertThat(diary.next()).isEqualTo("subject ann");
  }

  @Test
  void keepsTryingWhileTheServerTakesNoConnection() throws InterruptedException {
    Logger log = (Logger) LoggerFactory.getLogger(ChangeFeed.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.setLevel(Level.INFO);
    log.addAppender(lines);
    AtomicInteger attempts = new AtomicInteger();
    Diary diary = new Diary();
    start(
        () -> {
          if (attempts.incrementAndGet() <= 3) {
            throw new SQLException("an injected fault: no connection", "08001");
          }
          return database.connect();
        },
        diary);

    assertThat(List.of(diary.next(), diary.next(), diary.next())).containsOnly("lost");
    assertThat(diary.next()).isEqualTo("connected");
    log.detachAppender(lines);
    log.setLevel(null);
    assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
        .as("an outage of hours is two lines of the log")
        .containsExactly(
            "Changes of other nodes are not heard at the moment: an injected fault: no connection",
            "Changes of other nodes are heard again");
  }

  @Test
  void aListenerThatFailsDoesNotMakeTheNodeDeafForEver() throws InterruptedException {
    AtomicInteger failures = new AtomicInteger();
    Diary diary =
        new Diary() {
          @Override
          public void changed(String announcement) {
            if (failures.getAndIncrement() == 0) {
              throw new IllegalStateException("an injected fault in a listener");
            }
            super.changed(announcement);
          }
        };
    start(database::connect, diary);
    assertThat(diary.next()).isEqualTo("connected");

    announce("subject one");

    assertThat(diary.next()).as("what it remembers is not to be trusted").isEqualTo("lost");
    assertThat(diary.next()).isEqualTo("connected");
    announce("subject two");
    assertThat(diary.next()).isEqualTo("subject two");
  }

  @Test
  void stopsAtOnceAlthoughNothingIsAnnounced() throws InterruptedException {
    Diary diary = new Diary();
    ChangeFeed feed = start(database::connect, diary);
    assertThat(diary.next()).isEqualTo("connected");
    assertThat(feed.isRunning()).isTrue();
    waitUntilItListens(diary.teller);

    feed.stop();

    assertThat(feed.isRunning()).isFalse();
    diary.teller.join(Duration.ofSeconds(2));
    assertThat(diary.teller.isAlive()).as("the feed's thread is alive").isFalse();
    assertThat(diary.next()).isEqualTo("lost");
    assertThat(diary.lines).as("what is told after the end").isEmpty();
  }

  /** From then on it waits for five seconds for something to hear. */
  private static void waitUntilItListens(Thread feed) {
    Until.holds(
        "the feed to listen",
        () ->
            Arrays.stream(feed.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("getNotifications")));
  }

  @Test
  void stopsAtOnceWhileItWaitsToTryAgain() throws InterruptedException {
    Diary diary = new Diary();
    List<Thread> threads = new ArrayList<>();
    ChangeFeed feed =
        new ChangeFeed(
            () -> {
              threads.add(Thread.currentThread());
              throw new SQLException("an injected fault: no connection", "08001");
            },
            diary,
            Duration.ofMinutes(1));
    feed.start();
    assertThat(diary.next()).isEqualTo("lost");

    feed.stop();

    threads.getFirst().join(Duration.ofSeconds(2));
    assertThat(threads.getFirst().isAlive()).isFalse();
  }

  @Test
  void theBusTellsEveryoneAndNobodyKeepsAnothersChangeBack() {
    ChangeBus bus = new ChangeBus();
    Diary second = new Diary();
    bus.subscribe(
        new Diary() {
          @Override
          public void changed(String announcement) {
            throw new IllegalStateException("an injected fault in a listener");
          }
        });
    bus.subscribe(second);

    try {
      bus.changed("subject ann");
    } catch (IllegalStateException passedOn) {
      assertThat(passedOn).hasMessageContaining("injected");
    }

    assertThat(second.lines).containsExactly("subject ann");
  }
}
