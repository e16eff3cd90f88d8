package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.cameo.service.catalogue.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * One fault at every input and output of a change, one after the other, until the change succeeds
 * untouched.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadAvatarFaultTest {

  private static final byte[] OLD = UploadRig.picture(1);
  private static final byte[] NEW = UploadRig.picture(2);

  /** Far more than any change has; a loop that gets here does not end by itself. */
  private static final int TOO_MANY = 60;

  private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level usual = log.getLevel();
  private UploadRig rig;
  private Truth truth;
  private Aftermath aftermath;
  private final Set<String> struck = new HashSet<>();

  @BeforeAll
  void open(@TempDir Path folder) {
    // Every fault is logged as it should be, thousands of times.
    log.setLevel(Level.OFF);
    rig = UploadRig.onDisk(folder);
    truth = new Truth(rig);
    aftermath = new Aftermath(rig, truth, OLD, NEW);
  }

  @BeforeEach
  void empty() {
    rig.empty();
  }

  @AfterAll
  void close() {
    log.setLevel(usual);
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, true, 8", "ANSWER_LOST, true, 9", "HALF_DONE, true, 1", "LIES, true, 2",
    "OUTAGE, true, 8", "REFUSED, false, 7", "ANSWER_LOST, false, 8", "OUTAGE, false, 7",
  })
  void c2ToC8I1I7I10I11I17AFaultAnywhereInAnUploadLeavesTheOldOrTheNewPictureWhole(
      Faults.Kind kind, boolean withKey, int leastStruck) {
    struck.clear();
    int faults = 0;
    boolean untouched = false;
    for (int victim = 1; !untouched; victim++) {
      assertThat(victim).isLessThan(TOO_MANY);
      String subject = "%s-%s-%d".formatted(kind, withKey, victim);
      Optional<String> key = Optional.of("key-" + subject).filter(name -> withKey);
      assertThat(rig.upload(subject, Optional.empty(), OLD).getStatus()).isEqualTo(201);

      aftermath.begin();
      rig.faults.arm(kind, victim);
      MockHttpServletResponse answer = rig.upload(subject, key, NEW);
      rig.faults.disarm();

      untouched = !rig.faults.reached();
      String where =
          "%s, struck %s of %s".formatted(subject, rig.faults.struck(), rig.faults.seen());
      faults += rig.faults.struck().isPresent() ? 1 : 0;
      rig.faults.struck().ifPresent(struck::add);
      aftermath.assertOldOrNew(subject, answer, where);
      aftermath.assertWasTaken(subject, rig.upload(subject, key, NEW), where);
      truth.reapWhatWasGivenUp();
      truth.assertSettled();
      truth.assertWhole(subject);
    }
    assertThat(faults).as("faults that struck: %s", struck).isGreaterThanOrEqualTo(leastStruck);
  }

  @ParameterizedTest
  @EnumSource(Faults.Kind.class)
  void i1I7AFaultAnywhereInAFirstUploadLeavesNoneOrAWholePicture(Faults.Kind kind) {
    boolean untouched = false;
    for (int victim = 1; !untouched; victim++) {
      assertThat(victim).isLessThan(TOO_MANY);
      String subject = "first-%s-%d".formatted(kind, victim);

      rig.faults.arm(kind, victim);
      MockHttpServletResponse answer = rig.upload(subject, Optional.empty(), NEW);
      rig.faults.disarm();

      untouched = !rig.faults.reached();
      truth.assertWhole(subject);
      if (answer.getStatus() == 201) {
        assertThat(truth.current(subject)).isPresent();
      } else {
        Aftermath.assertHonest(answer, subject + " " + rig.faults.struck());
      }
      truth.reapWhatWasGivenUp();
      truth.assertSettled();
      truth.assertWhole(subject);
    }
  }

  /** A change of one subject that has two pictures, and what may be current after it. */
  private enum Change {
    REMOVE(204) {
      @Override
      MockHttpServletResponse ask(UploadRig rig, String subject) {
        return rig.remove(subject);
      }
    },
    ERASE(200) {
      @Override
      MockHttpServletResponse ask(UploadRig rig, String subject) {
        return rig.erase(subject);
      }
    },
    REVERT(200) {
      @Override
      MockHttpServletResponse ask(UploadRig rig, String subject) {
        return rig.revert(subject);
      }
    };

    private final int well;

    Change(int well) {
      this.well = well;
    }

    abstract MockHttpServletResponse ask(UploadRig rig, String subject);

    Optional<String> after() {
      return this == REVERT ? Optional.of(Truth.sha256(OLD)) : Optional.empty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REMOVE, REFUSED",
    "REMOVE, ANSWER_LOST",
    "ERASE, REFUSED",
    "ERASE, ANSWER_LOST",
    "REVERT, REFUSED",
    "REVERT, ANSWER_LOST",
    "ERASE, OUTAGE",
  })
  void i1I8I10AFaultAnywhereInAnotherChangeLeavesItDoneOrNotDone(Change change, Faults.Kind kind) {
    boolean untouched = false;
    for (int victim = 1; !untouched; victim++) {
      assertThat(victim).isLessThan(TOO_MANY);
      String subject = "%s-%s-%d".formatted(change, kind, victim);
      rig.upload(subject, Optional.empty(), OLD);
      rig.upload(subject, Optional.empty(), NEW);
      int deletions = rig.faultyStore.deletions();

      rig.faults.arm(kind, victim);
      MockHttpServletResponse answer = change.ask(rig, subject);
      rig.faults.disarm();

      untouched = !rig.faults.reached();
      String where = subject + ", struck " + rig.faults.struck() + " of " + rig.faults.seen();
      Optional<String> current = truth.current(subject).map(version -> version.source().sha256());
      truth.assertWhole(subject);
      if (answer.getStatus() == change.well) {
        assertThat(current).as(where).isEqualTo(change.after());
      } else {
        Aftermath.assertHonest(answer, where);
        assertThat(current).as(where).isIn(change.after(), Optional.of(Truth.sha256(NEW)));
      }
      assertThat(rig.faultyStore.deletions()).as(where).isEqualTo(deletions);
      if (change != Change.REVERT) {
        assertThat(change.ask(rig, subject).getStatus()).as(where).isEqualTo(change.well);
        assertThat(truth.current(subject)).as(where).isEmpty();
      }
      letTombstonesFallDue();
      truth.reapWhatWasGivenUp();
      truth.assertSettled();
    }
  }

  private void letTombstonesFallDue() {
    rig.database
        .sql()
        .sql(
            """
            update version set delete_after = now() - interval '1 second'
            where state = 'TOMBSTONED'
            """)
        .update();
  }

  @ParameterizedTest
  @EnumSource(value = Faults.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "LIES")
  void c10C11I7I17AFaultAnywhereInACleanUpIsMadeGoodByTheNextOne(Faults.Kind kind) {
    boolean untouched = false;
    for (int victim = 1; !untouched; victim++) {
      assertThat(victim).isLessThan(TOO_MANY);
      String subject = "reaped-%s-%d".formatted(kind, victim);
      rig.upload(subject, Optional.empty(), OLD);
      rig.upload(subject, Optional.empty(), NEW);
      rig.database
          .sql()
          .sql(
              """
              update version set delete_after = now() - interval '1 second'
              where subject = ? and state = 'RETIRED'
              """)
          .param(subject)
          .update();

      rig.faults.arm(kind, victim);
      try {
        rig.faultyCatalogue.reaper().reap();
      } catch (RuntimeException tellsTheScheduler) {
        assertThat(rig.faults.struck()).as("only a fault ends a clean-up").isPresent();
      }
      rig.faults.disarm();

      untouched = !rig.faults.reached();
      assertThat(truth.current(subject).orElseThrow().source().sha256())
          .isEqualTo(Truth.sha256(NEW));
      truth.reapWhatWasGivenUp();
      truth.assertSettled();
      truth.assertWhole(subject);
      assertThat(truth.versions(subject)).hasSize(1);
    }
  }

  @Test
  void i11AStormOfTheSameUploadWithOneKeyMakesOneVersionAndGivesEveryCallerThatOne()
      throws Exception {
    for (int round = 0; round < 10; round++) {
      String subject = "storm-" + round;
      List<MockHttpServletResponse> answers = storm(subject, Optional.of("key"), 6);

      Version current = truth.current(subject).orElseThrow();
      assertThat(answers)
          .allSatisfy(
              answer -> {
                assertThat(answer.getStatus()).as(Aftermath.text(answer)).isEqualTo(201);
                assertThat(Aftermath.text(answer)).contains(current.id().toString());
              });
      truth.assertWhole(subject);
    }
    truth.reapWhatWasGivenUp();
    truth.assertSettled();
  }

  private List<MockHttpServletResponse> storm(String subject, Optional<String> key, int callers)
      throws Exception {
    CyclicBarrier together = new CyclicBarrier(callers);
    List<Future<MockHttpServletResponse>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (int i = 0; i < callers; i++) {
        answers.add(
            threads.submit(
                () -> {
                  together.await(10, TimeUnit.SECONDS);
                  return rig.upload(subject, key, NEW);
                }));
      }
      List<MockHttpServletResponse> all = new ArrayList<>();
      for (Future<MockHttpServletResponse> answer : answers) {
        all.add(answer.get(30, TimeUnit.SECONDS));
      }
      return all;
    }
  }

  @Test
  void i11TheSameKeyWithAnotherPictureIsAConflictWhateverTheFirstOneCameTo() {
    Optional<String> key = Optional.of("key");
    assertThat(rig.upload("conflict", Optional.empty(), OLD).getStatus()).isEqualTo(201);
    assertThat(rig.upload("conflict", key, OLD).getStatus()).as("current already").isEqualTo(200);

    assertThat(rig.upload("conflict", key, NEW).getStatus()).isEqualTo(409);
    assertThat(rig.upload("conflict", key, OLD).getStatus()).isEqualTo(200);
    assertThat(truth.current("conflict").orElseThrow().source().sha256())
        .isEqualTo(Truth.sha256(OLD));
  }
}
