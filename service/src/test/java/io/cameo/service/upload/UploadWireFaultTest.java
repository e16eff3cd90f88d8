package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.scan.TestScanners;
import io.cameo.storage.s3.S3Proxy;
import io.cameo.storage.s3.S3Server;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * An upload to a real S3 server and a real PostgreSQL, in which everything that is sent to one of
 * them breaks, one after the other: cut or hung, before or after the server has heard it, once or
 * for good.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class UploadWireFaultTest {

  private static final byte[] OLD = UploadRig.picture(1);
  private static final byte[] NEW = UploadRig.picture(2);

  /** Far more than any upload sends. */
  private static final int TOO_MANY = 100;

  /** Short, because every hang lasts that long. */
  private static final Duration CALL = Duration.ofSeconds(1);

  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(30);

  private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level usual = log.getLevel();
  private FaultyWire toBucket;
  private FaultyWire toDatabase;
  private HikariDataSource pool;
  private S3Store overTheWire;
  private UploadRig rig;
  private Truth truth;
  private Aftermath aftermath;

  @BeforeAll
  void open(@TempDir Path folder) {
    // Every fault is logged as it should be, hundreds of times.
    log.setLevel(Level.OFF);
    S3Server server = S3Proxy.server();
    URI address = server.endpoint().orElseThrow();
    toBucket = new FaultyWire(address.getHost(), address.getPort());
    S3StoreOptions straight = server.options(server.newBucket());
    overTheWire = S3Store.open(through(straight, toBucket.port()));
    TestDatabase database = TestDatabase.open();
    pool = pool(database);
    Faults none = new Faults();
    rig =
        new UploadRig(
            folder.resolve("spool"),
            none,
            new UploadRig.Ways(
                database, pool, S3Store.open(straight), new FaultyStore(overTheWire, none)),
            TestScanners.off());
    truth = new Truth(rig);
    aftermath = new Aftermath(rig, truth, OLD, NEW);
  }

  private static S3StoreOptions through(S3StoreOptions straight, int port) {
    return new S3StoreOptions(
        straight.bucket(),
        new S3StoreOptions.Location(
            straight.location().region(),
            Optional.of(URI.create("http://127.0.0.1:" + port)),
            true),
        straight.credentials(),
        straight.checksums(),
        straight.placement(),
        S3StoreOptions.Limits.of(8, CALL));
  }

  private HikariDataSource pool(TestDatabase database) {
    List<String> login = database.login();
    URI real = URI.create(login.getFirst().substring("jdbc:".length()));
    toDatabase = new FaultyWire(real.getHost(), real.getPort());
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(
        login.getFirst().replaceFirst("//[^/]+/", "//127.0.0.1:" + toDatabase.port() + "/"));
    config.setUsername(login.get(1));
    config.setPassword(login.get(2));
    config.setMaximumPoolSize(3);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(2_000);
    config.setValidationTimeout(1_000);
    config.addDataSourceProperty("socketTimeout", "1");
    config.addDataSourceProperty("connectTimeout", "1");
    config.addDataSourceProperty("loginTimeout", "1");
    config.addDataSourceProperty("options", "-c synchronous_commit=off");
    return new HikariDataSource(config);
  }

  @BeforeEach
  void empty() {
    rig.empty();
  }

  @AfterAll
  void close() {
    log.setLevel(usual);
    pool.close();
    overTheWire.close();
    toBucket.close();
    toDatabase.close();
    rig.close();
  }

  @ParameterizedTest
  @EnumSource(FaultyWire.Kind.class)
  void c4ToC6I1I2I10AnythingThatBreaksOnTheWayToTheBucketLeavesTheOldOrTheNewPictureWhole(
      FaultyWire.Kind kind) {
    assertThat(everythingBreaksOnce(toBucket, kind, "bucket")).isGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(FaultyWire.Kind.class)
  void c3C7C8I1I2I3I10AnythingThatBreaksOnTheWayToTheDatabaseLeavesTheOldOrTheNewPictureWhole(
      FaultyWire.Kind kind) {
    assertThat(everythingBreaksOnce(toDatabase, kind, "database")).isGreaterThanOrEqualTo(5);
  }

  /** How many things broke. */
  private int everythingBreaksOnce(FaultyWire wire, FaultyWire.Kind kind, String which) {
    for (int victim = 1; victim < TOO_MANY; victim++) {
      String subject = "%s-%s-%d".formatted(which, kind, victim);
      uploads(subject, Optional.empty(), OLD, "before");

      aftermath.begin();
      wire.arm(kind, victim);
      MockHttpServletResponse answer = rig.upload(subject, Optional.of("key"), NEW);
      boolean reached = wire.reached();
      wire.heal();

      aftermath.assertOldOrNew(subject, answer, subject);
      aftermath.assertWasTaken(
          subject, uploads(subject, Optional.of("key"), NEW, "after"), subject);
      aftermath.assertWasTaken(subject, rig.upload(subject, Optional.of("key"), NEW), subject);
      truth.reapWhatWasGivenUp();
      truth.assertSettled();
      truth.assertWhole(subject);
      if (!reached) {
        return victim - 1;
      }
    }
    throw new AssertionError("an upload never sends that much");
  }

  /** What recovers does so by itself, after the connections that broke have been noticed. */
  private MockHttpServletResponse uploads(
      String subject, Optional<String> key, byte[] picture, String when) {
    long end = System.nanoTime() + RECOVERY_LIMIT.toNanos();
    while (true) {
      MockHttpServletResponse answer = rig.upload(subject, key, picture);
      if (answer.getStatus() < 300) {
        return answer;
      }
      Aftermath.assertHonest(answer, subject + " " + when);
      assertThat(System.nanoTime())
          .as("uploads work again, " + subject + " " + when)
          .isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
