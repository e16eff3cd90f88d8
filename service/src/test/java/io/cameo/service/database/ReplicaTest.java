package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.catalogue.CatalogueScenario;
import io.cameo.service.catalogue.Lookups;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.Version;
import io.cameo.service.database.ReplicaStatus.State;
import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads on a real primary with a real streaming replica. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class ReplicaTest {

  @TempDir private static Path folder;

  private Path data;
  private EmbeddedPostgres primary;
  private Standby standby;
  private int primaryPort;

  @BeforeAll
  void open() throws Exception {
    data = Files.createDirectory(folder.resolve("primary"));
    primary = EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data));
    primaryPort = Integer.parseInt(ask("show port"));
    new Migrations(this::connect).up();
    standby = Standby.of(primary, data, folder, "one");
  }

  @AfterAll
  void close() throws Exception {
    if (standby != null) {
      standby.close();
    }
    if (primary != null) {
      primary.close();
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(primary.jdbcUrl(), primary.user(), primary.password());
  }

  private String ask(String question) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  private String primarySetting() {
    return "postgresql://"
        + primary.user()
        + ":"
        + primary.password()
        + "@127.0.0.1:"
        + primaryPort
        + "/postgres";
  }

  private ReplicaRig rig(String replica, String... settings) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("CAMEO_DATABASE_URL", primarySetting());
    environment.put("CAMEO_DATABASE_REPLICA_URLS", replica);
    environment.put("CAMEO_DATABASE_REPLICA_MAX_LAG", "1h");
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return ReplicaRig.open(environment);
  }

  @Test
  void readsGoToTheReplicaAndWhatBelongsToATransactionToThePrimary() throws Exception {
    try (ReplicaRig node = rig(standby.setting()).settled()) {
      assertThat(node.portThatAnswers("subject nobody")).isEqualTo(standby.port());
      int inTransaction =
          new TransactionTemplate(new JdbcTransactionManager(node.pool))
              .execute(status -> node.portThatAnswers("subject nobody"));

      assertThat(inTransaction).isEqualTo(primaryPort);
      assertThat(node.reads("answered")).isEqualTo(1);
      assertThatThrownBy(() -> standby.ask("select nextval('change_order')"))
          .as("the replica takes no writes")
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void whatThisNodeChangedIsNeverReadFromAReplicaThatHasNotReplayedIt() throws Exception {
    try (ReplicaRig node = rig(standby.setting()).settled()) {
      standby.ask("select pg_wal_replay_pause()");
      try {
        TestCatalogue parts = TestCatalogue.on(node.pool, objects -> {}, node.bus);
        CatalogueScenario.play(parts, "own");
        assertNewIsRead(node.lookups(), parts, "own-ann");
        assertThat(standby.ask("select count(*) from subject where subject = 'own-ann'"))
            .as("the replica does not know it")
            .isEqualTo("0");
        assertThat(node.lookups().current("own-eve")).as("erased").isEmpty();
        assertThat(node.portThatAnswers("subject somebody-else"))
            .as("others are read from the replica all the same")
            .isEqualTo(standby.port());
      } finally {
        standby.ask("select pg_wal_replay_resume()");
      }
      Standby.await(
          "the replica has replayed it and is asked for it",
          () -> node.portThatAnswers("subject own-ann") == standby.port());
    }
  }

  private static void assertNewIsRead(Lookups lookups, TestCatalogue parts, String subject) {
    Version current = parts.catalogue().current(subject).orElseThrow();
    assertThat(lookups.current(subject)).contains(current);
    assertThat(lookups.history(subject)).contains(current);
    assertThat(lookups.version(current.id())).contains(current);
  }

  @Test
  void whatAnotherNodeChangedIsReadFromThePrimaryOnceItIsHeard() throws Exception {
    try (ReplicaRig node = rig(standby.setting()).settled()) {
      standby.ask("select pg_wal_replay_pause()");
      try {
        TestCatalogue elsewhere = TestCatalogue.on(node.pool, objects -> {}, new ChangeBus());
        CatalogueScenario.play(elsewhere, "other");
        Standby.await(
            "the change is heard",
            () ->
                node.replicas.changes().needed("subject other-bob")
                    != node.replicas.changes().floor());

        assertNewIsRead(node.lookups(), elsewhere, "other-ann");
      } finally {
        standby.ask("select pg_wal_replay_resume()");
      }
    }
  }

  @Test
  void aReplicaThatLagsMoreThanTheLimitIsNotReadAndComesBack() throws Exception {
    try (ReplicaRig node =
        rig(standby.setting(), "CAMEO_DATABASE_REPLICA_MAX_LAG", "2s").settled()) {
      standby.ask("select pg_wal_replay_pause()");
      try {
        ask("select nextval('change_order'), pg_switch_wal()");
        node.awaitState(State.LAGGING);
        assertThat(node.portThatAnswers("subject nobody")).isEqualTo(primaryPort);
        assertThat(node.only().status().lagBytes()).isPositive();
        assertThat(new ReplicaHealth(node.replicas).health().getDetails().toString())
            .contains("lagging", "CAMEO_DATABASE_REPLICA_MAX_LAG is 2 s");
      } finally {
        standby.ask("select pg_wal_replay_resume()");
      }
      node.awaitState(State.USABLE);
      assertThat(node.portThatAnswers("subject nobody")).isEqualTo(standby.port());
    }
  }

  @Test
  void aReadIsAnsweredWhenItsReplicaIsKilledAndTheReplicaComesBackByItself() throws Exception {
    try (ReplicaRig node = rig(standby.setting()).settled()) {
      assertThat(node.portThatAnswers("subject nobody")).isEqualTo(standby.port());
      standby.kill();
      try {
        for (int i = 0; i < 20; i++) {
          assertThat(node.portThatAnswers("subject nobody")).isEqualTo(primaryPort);
        }
        assertThat(node.state()).isIn(State.FAILED, State.AWAY);
        assertThat(node.reads("failed")).as("questions that failed").isLessThanOrEqualTo(1);
      } finally {
        standby.start();
      }
      node.awaitState(State.USABLE);
      Standby.await("it is read", () -> node.portThatAnswers("subject x") == standby.port());
    }
  }

  @Test
  void aReplicaThatHangsCostsFewReadsTheirTimeOutAndThenNothing() throws Exception {
    try (ReplicaRig node = rig(standby.setting()).settled()) {
      assertThat(node.portThatAnswers("subject nobody")).isEqualTo(standby.port());
      standby.signal("STOP");
      try {
        together(20, () -> assertThat(node.portThatAnswers("subject x")).isEqualTo(primaryPort));
        Standby.await("it is left alone", () -> !node.only().status().isUsable());
        double failed = node.reads("failed");
        double busy = node.reads("busy");
        together(50, () -> assertThat(node.portThatAnswers("subject x")).isEqualTo(primaryPort));
        assertThat(node.reads("failed")).isEqualTo(failed);
        assertThat(node.reads("busy")).isEqualTo(busy);
      } finally {
        standby.signal("CONT");
      }
      node.awaitState(State.USABLE);
      Standby.await("it is read", () -> node.portThatAnswers("subject x") == standby.port());
    }
  }

  private static void together(int count, Runnable work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(threads.submit(work));
      }
      for (Future<?> one : all) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void theVeryNextReadDoesNotGoToAReplicaThatWasPromoted() throws Exception {
    try (Standby other = Standby.of(primary, data, folder, "promoted");
        ReplicaRig node = rig(other.setting()).settled()) {
      assertThat(node.portThatAnswers("subject nobody")).isEqualTo(other.port());

      other.ask("select pg_promote(true, 30)");

      assertThat(node.portThatAnswers("subject nobody")).isEqualTo(primaryPort);
      node.awaitState(State.PROMOTED);
      assertThat(node.portThatAnswers("subject nobody")).isEqualTo(primaryPort);
    }
  }

  @Test
  void aReplicaIsNeverGivenMoreConnectionsThanItsPoolAndTheRestGoesToThePrimary() throws Exception {
    try (ReplicaRig node = rig(standby.setting(), "CAMEO_DATABASE_REPLICA_POOL", "2").settled()) {
      together(
          12,
          () ->
              node.reads.read(
                  "subject nobody",
                  answer -> true,
                  sql -> sql.sql("select pg_sleep(0.5)::text").query(String.class).single()));

      assertThat(node.only().connections()).isLessThanOrEqualTo(2);
      assertThat(node.reads("busy")).isPositive();
      assertThat(node.reads("answered")).isPositive();
      assertThat(node.state()).as("a busy replica is not a broken one").isEqualTo(State.USABLE);
    }
    assertThatThrownBy(
            () ->
                rig(
                    standby.setting(),
                    "CAMEO_NODES",
                    "5",
                    "CAMEO_DATABASE_POOL",
                    "4",
                    "CAMEO_DATABASE_REPLICA_POOL",
                    "30"))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContainingAll("5 nodes", "CAMEO_DATABASE_REPLICA_POOL to 18 or less");
  }

  @Test
  void aQuestionThatTakesTooLongIsEndedAndThePrimaryIsAsked() throws Exception {
    try (ReplicaRig node = rig(standby.setting()).settled()) {
      int answered =
          node.reads.read(
              "subject nobody",
              port -> true,
              sql ->
                  sql.sql(
                          "select inet_server_port() from (select case when pg_is_in_recovery()"
                              + " then pg_sleep(60) end) as slow")
                      .query(Integer.class)
                      .single());

      assertThat(answered).isEqualTo(primaryPort);
      assertThat(node.reads("failed")).isEqualTo(1);
    }
  }

  @Test
  void addressesThatAreNoReplicasOfThePrimaryAreRefused() throws Exception {
    ask("select 1");
    try (TestDatabase foreign = TestDatabase.openEmpty()) {
      assertThatThrownBy(() -> rig(foreign.setting()))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageContainingAll("CAMEO_DATABASE_REPLICA_URLS", "system identifier");
    }
    assertThatThrownBy(() -> rig(primarySetting()))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("leads to the primary itself");
    String otherDatabase = standby.setting().replaceFirst("/postgres$", "/template1");
    assertThatThrownBy(() -> rig(otherDatabase))
        .hasMessageContaining("another database of the same servers");
  }

  @Test
  void aReplicaThatIsDownAtTheStartStopsNothing() throws Exception {
    String nobody = "postgresql://a:b@127.0.0.1:" + Standby.freePort() + "/postgres";
    try (ReplicaRig node = rig(nobody)) {
      assertThat(node.state()).isEqualTo(State.AWAY);
      assertThat(node.portThatAnswers("subject nobody")).isEqualTo(primaryPort);
      assertThat(new ReplicaHealth(node.replicas).health().getStatus().getCode()).isEqualTo("UP");
    }
  }

  @Test
  void readsWorkThroughAPoolerThatSharesConnectionsAndLeaveNoSettingBehind() throws Exception {
    Path place = Files.createDirectory(folder.resolve("pooler"));
    try (Pooler pooler = Pooler.before(standby.setting(), place);
        ReplicaRig node =
            rig(pooler.setting(), "CAMEO_DATABASE_DIRECT_URL", primarySetting()).settled()) {
      together(30, () -> assertThat(node.portThatAnswers("subject x")).isEqualTo(standby.port()));
      try (Connection behind = node.only().open();
          Statement statement = behind.createStatement();
          var row = statement.executeQuery("show statement_timeout")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("0");
      }
    }
  }
}
