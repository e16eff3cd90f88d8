package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.TicketId;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.switches.Switch;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.SwitchChange;
import io.cameo.service.switches.TestSwitches;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * Uploads while the operator switches them off. The node under test never hears of it: what it
 * knows by itself is tested with its book, here only the database's word counts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class UploadSwitchTest {

  private DirectRig direct;
  private UploadRig rig;
  private SwitchBook elsewhere;

  @BeforeAll
  void open(@TempDir Path folder) {
    direct = new DirectRig(folder);
    rig = direct.uploads;
    elsewhere = TestSwitches.of(rig.database.dataSource(), new ChangeBus());
  }

  @AfterAll
  void close() {
    direct.close();
  }

  @BeforeEach
  void forget() {
    direct.empty();
    rig.database.sql().sql("truncate thrown_switch").update();
    rig.switches.load();
  }

  private static void assertOff(MockHttpServletResponse answer, String code) {
    assertThat(answer.getStatus()).as(DirectRig.text(answer)).isEqualTo(503);
    assertThat(DirectRig.code(answer)).isEqualTo(code);
    assertThat(DirectRig.json(answer).path("detail").asString()).contains("Moving house.");
    assertThat(answer.getHeader("Retry-After")).isNotNull();
  }

  private MockHttpServletResponse upload(String subject, int seed) {
    return rig.upload(subject, Optional.empty(), UploadRig.picture(seed));
  }

  @Test
  void aNodeThatHasNotHeardOfItTakesNoUploadEither() {
    TestSwitches.turn(elsewhere, Switch.UPLOADS, false);
    assertThat(rig.switches.isOn(Switch.UPLOADS)).isTrue();

    assertOff(upload("ann", 1), "uploads-disabled");
    assertThat(versions()).isZero();

    TestSwitches.turn(elsewhere, Switch.UPLOADS, true);
    assertThat(upload("ann", 1).getStatus()).isEqualTo(201);
  }

  @Test
  void aNodeThatHasHeardOfItAsksNoDatabase() {
    TestSwitches.turn(elsewhere, Switch.UPLOADS, false);
    rig.switches.load();
    rig.database.sql().sql("truncate thrown_switch").update();

    assertOff(upload("ann", 1), "uploads-disabled");
  }

  @Test
  void afterTheAcknowledgementNoUploadIsTakenHoweverManyAreOnTheirWay() throws Exception {
    AtomicInteger seeds = new AtomicInteger();
    AtomicBoolean acknowledged = new AtomicBoolean();
    AtomicInteger late = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    CountDownLatch warm = new CountDownLatch(20);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        String subject = "subject-" + i;
        threads.submit(
            () -> {
              int status;
              boolean after;
              do {
                after = acknowledged.get();
                status = upload(subject, seeds.incrementAndGet()).getStatus();
                if (status == 201) {
                  (after ? late : taken).incrementAndGet();
                  warm.countDown();
                }
              } while (status == 201 && !after);
            });
      }
      warm.await();
      TestSwitches.turn(elsewhere, Switch.UPLOADS, false);
      acknowledged.set(true);
    }
    assertThat(taken.get()).isGreaterThanOrEqualTo(20);
    assertThat(late).as("uploads that began after the acknowledgement").hasValue(0);
  }

  @Test
  void whatWasLetInBeforeRunsToItsEnd() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch off = new CountDownLatch(1);
    var usual = rig.workers;
    rig.workers =
        (picture, length, crop) -> {
          working.countDown();
          try {
            off.await();
          } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
          }
          return usual.render(picture, length, crop);
        };
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<MockHttpServletResponse> running = thread.submit(() -> upload("ann", 1));
      working.await();
      TestSwitches.turn(elsewhere, Switch.UPLOADS, false);
      rig.switches.load();
      off.countDown();

      assertThat(running.get().getStatus()).isEqualTo(201);
    } finally {
      rig.workers = usual;
    }
    assertOff(upload("ann", 2), "uploads-disabled");
  }

  @Test
  void deletionsAndErasuresGoOn() {
    assertThat(upload("ann", 1).getStatus()).isEqualTo(201);
    assertThat(upload("bob", 1).getStatus()).isEqualTo(201);
    TestSwitches.turn(elsewhere, Switch.UPLOADS, false);
    rig.switches.load();

    assertThat(rig.remove("ann").getStatus()).isEqualTo(204);
    assertThat(rig.erase("bob").getStatus()).isEqualTo(200);
  }

  @Test
  void onlyTheUploadsOfTheOneSubjectAreOff() {
    elsewhere.change(
        new SwitchChange(
            Switch.UPLOADS,
            Optional.of("ann"),
            false,
            "Moving house.",
            Optional.of(Duration.ofHours(2))),
        "the test",
        () -> {});

    MockHttpServletResponse refused = upload("ann", 1);
    assertOff(refused, "uploads-disabled");
    assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isBetween(7_000, 7_200);
    assertThat(upload("bob", 1).getStatus()).isEqualTo(201);

    rig.database.sql().sql("update thrown_switch set until = now()").update();
    assertThat(upload("ann", 1).getStatus()).isEqualTo(201);
  }

  @Test
  void aTicketIsFinishedOnlyWhileBothAreOnAndStaysOpen() {
    for (Switch which : new Switch[] {Switch.UPLOADS, Switch.DIRECT_UPLOADS}) {
      TicketId id = direct.arrived("ann", UploadRig.picture(which.ordinal()));
      TestSwitches.turn(elsewhere, which, false);
      String code = which == Switch.UPLOADS ? "uploads-disabled" : "direct-uploads-disabled";

      // By the database's word, and by the node's own.
      assertOff(direct.finish(id), code);
      rig.switches.load();
      assertOff(direct.finish(id), code);
      assertOff(direct.ask("ann", ""), code);

      assertThat(direct.state(id)).isEqualTo("OPEN");
      TestSwitches.turn(elsewhere, which, true);
      rig.switches.load();
      assertThat(direct.finish(id).getStatus()).isEqualTo(201);
    }
  }

  @Test
  void withDirectUploadsOffAPictureIsStillTakenFromItsSender() {
    TestSwitches.turn(elsewhere, Switch.DIRECT_UPLOADS, false);
    rig.switches.load();

    assertThat(upload("ann", 1).getStatus()).isEqualTo(201);
  }

  private long versions() {
    return rig.database.sql().sql("select count(*) from version").query(Long.class).single();
  }
}
