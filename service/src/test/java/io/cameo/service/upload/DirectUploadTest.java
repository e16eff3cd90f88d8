package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.cameo.service.catalogue.TicketId;
import io.cameo.service.catalogue.TicketReaper;
import io.cameo.storage.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.mock.web.MockHttpServletResponse;

/** Tickets: what they become, once, and what is left of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectUploadTest {

  private static final byte[] PICTURE = UploadRig.picture(7);

  private DirectRig rig;
  private Truth truth;

  @BeforeAll
  void open(@TempDir Path folder) {
    rig = new DirectRig(folder);
    truth = new Truth(rig.uploads);
  }

  @BeforeEach
  void empty() {
    rig.empty();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private void assertProblem(MockHttpServletResponse answer, int status, String code) {
    assertThat(answer.getStatus()).as(DirectRig.text(answer)).isEqualTo(status);
    assertThat(DirectRig.code(answer)).isEqualTo(code);
  }

  @Test
  void aTicketSaysWhatToSendAndWhatToDoThen() {
    MockHttpServletResponse answer = rig.ask("ann", ",\"bytes\":2000");

    assertThat(answer.getStatus()).isEqualTo(201);
    assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
    var ticket = DirectRig.json(answer);
    String id = ticket.path("id").asString();
    assertThat(ticket.path("upload").path("method").asString()).isEqualTo("POST");
    assertThat(ticket.path("upload").path("fields").path("key").asString())
        .isEqualTo("incoming/" + id);
    assertThat(ticket.path("upload").path("file").asString()).isEqualTo("file");
    assertThat(ticket.path("finish").path("url").asString())
        .endsWith("/v1/uploads/" + id + "/finish");
  }

  @Test
  void aFinishedTicketIsThePictureAndStaysIt() {
    TicketId id = rig.arrived("ann", PICTURE);

    MockHttpServletResponse first = rig.finish(id, "0,0,10");
    MockHttpServletResponse again = rig.finish(id, "5,5,10");

    assertThat(first.getStatus()).as(DirectRig.text(first)).isEqualTo(201);
    assertThat(again.getStatus()).isEqualTo(201);
    assertThat(DirectRig.version(again)).isEqualTo(DirectRig.version(first));
    assertThat(truth.current("ann").orElseThrow().source().crop()).isEqualTo("0,0,10,0");
    truth.assertWhole("ann");
    assertThat(rig.state(id)).isEqualTo("DONE");
  }

  @Test
  void whatIsSentAfterTheFinishChangesNothing() {
    TicketId id = rig.arrived("ann", PICTURE);
    String version = DirectRig.version(rig.finish(id));
    rig.bucket.put(id.key(), "image/jpeg", UploadRig.picture(8));

    assertThat(DirectRig.version(rig.finish(id))).isEqualTo(version);
    assertThat(truth.versions("ann")).hasSize(1);
    rig.set(id, "clean_after = now()");
    rig.reaper.reap(() -> true);
    assertThat(rig.bucket.has(id.key())).isFalse();
  }

  @Test
  void whatWasPutInThePlaceOfThePreviewedPictureIsNotTaken() {
    TicketId id = rig.arrived("ann", PICTURE);
    MockHttpServletResponse preview = rig.preview(id);
    assertThat(preview.getStatus()).as(DirectRig.text(preview)).isEqualTo(200);
    assertThat(preview.getContentType()).isEqualTo("image/jpeg");
    assertThat(preview.getHeader("X-Picture-Size")).isEqualTo("40x30");
    rig.bucket.put(id.key(), "image/jpeg", UploadRig.picture(8));

    assertProblem(rig.finish(id), 409, "upload-changed");
    assertThat(truth.current("ann")).isEmpty();
  }

  @Test
  void theSamePictureAgainIsNotAnotherVersion() {
    String version = DirectRig.version(rig.finish(rig.arrived("ann", PICTURE)));
    TicketId second = rig.arrived("ann", PICTURE);

    assertThat(rig.finish(second).getStatus()).isEqualTo(200);
    MockHttpServletResponse again = rig.finish(second);
    assertThat(again.getStatus()).isEqualTo(200);
    assertThat(DirectRig.version(again)).isEqualTo(version);
  }

  @Test
  void anIdempotencyKeyMeansTheSameAsWithAnUpload() {
    TicketId first = rig.arrived("ann", PICTURE);
    TicketId second = rig.arrived("ann", PICTURE);
    TicketId other = rig.arrived("ann", UploadRig.picture(8));

    String version = DirectRig.version(rig.finishWithKey(first, "one"));
    assertThat(DirectRig.version(rig.finishWithKey(second, "one"))).isEqualTo(version);
    assertProblem(rig.finishWithKey(other, "one"), 409, "idempotency-conflict");
  }

  @Test
  void aPictureThatHasNotArrivedIsAskedForAgain() {
    TicketId id = rig.ticket("ann", "");
    MockHttpServletResponse early = rig.finish(id);
    assertProblem(early, 409, "not-uploaded");
    assertThat(early.getHeader("Retry-After")).isNotEmpty();

    rig.bucket.put(id.key(), "image/jpeg", PICTURE);
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
  }

  @Test
  void aLateFinishDoesNotBringBackWhatWasDeletedOrReplacedAfterItsTicket() {
    TicketId beforeDeletion = rig.arrived("ann", PICTURE);
    assertThat(rig.uploads.remove("ann").getStatus()).isEqualTo(204);
    assertProblem(rig.finish(beforeDeletion), 409, "superseded");
    assertThat(truth.current("ann")).isEmpty();

    TicketId beforeUpload = rig.arrived("ben", PICTURE);
    rig.uploads.upload("ben", java.util.Optional.empty(), UploadRig.picture(8));
    assertProblem(rig.finish(beforeUpload), 409, "superseded");
    assertThat(truth.current("ben").orElseThrow().source().sha256())
        .isEqualTo(Truth.sha256(UploadRig.picture(8)));
  }

  @Test
  void anErasureTakesTicketsAndTheirObjects() {
    TicketId id = rig.arrived("ann", PICTURE);
    assertThat(rig.uploads.erase("ann").getStatus()).isEqualTo(200);

    assertProblem(rig.finish(id), 404, "no-ticket");
    rig.reaper.reap(() -> true);
    assertThat(rig.bucket.has(id.key())).isFalse();
    assertThat(
            rig.uploads
                .database
                .sql()
                .sql("select count(*) from upload_ticket where subject is not null")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void unknownForeignAndExpiredTicketsAreNotFinished() {
    assertProblem(rig.finish(TicketId.random()), 404, "no-ticket");
    TicketId id = rig.arrived("ann", PICTURE);
    assertProblem(rig.finishAs(id, "Bearer nobody"), 401, "unauthorized");
    rig.set(id, "finish_until = now() - interval '1 second'");
    assertProblem(rig.finish(id), 410, "ticket-expired");
    assertProblem(rig.preview(id), 410, "ticket-expired");
    rig.reaper.reap(() -> true);
    assertThat(rig.state(id)).isEqualTo("EXPIRED");
    assertProblem(rig.finish(id), 410, "ticket-expired");
    assertThat(rig.bucket.has(id.key())).isFalse();
  }

  @Test
  void aFinishWhileAnotherRunsIsToldSoUntilTheOtherIsGivenUp() {
    TicketId id = rig.arrived("ann", PICTURE);
    assertThat(rig.tickets.claim(id, Duration.ofMinutes(3), 20)).isPresent();

    assertProblem(rig.finish(id), 409, "finish-under-way");
    rig.set(id, "lease_until = now() - interval '1 second'");
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
  }

  @Test
  void whatIsNotWhatTheTicketSaysIsRefusedLikeAnUpload() {
    TicketId exact = rig.ticket("ann", ",\"bytes\":2000");
    rig.bucket.put(exact.key(), "image/jpeg", new byte[2001]);
    assertProblem(rig.finish(exact), 413, "too-large");

    TicketId wrongType = rig.ticket("ben", "");
    rig.bucket.put(wrongType.key(), "text/html", PICTURE);
    assertProblem(rig.finish(wrongType), 415, "unsupported-type");

    TicketId shorter = rig.ticket("cem", ",\"bytes\":2000");
    rig.bucket.put(shorter.key(), "image/jpeg", new byte[1999]);
    assertProblem(rig.finish(shorter), 422, "wrong-length");

    TicketId noPicture = rig.ticket("dan", "");
    rig.bucket.put(noPicture.key(), "image/jpeg", "<html>".repeat(50).getBytes());
    assertProblem(rig.finish(noPicture), 415, "unsupported-type");
    assertProblem(rig.finish(noPicture, "1,2"), 422, "bad-crop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"bytes\":100001",
        ",\"bytes\":0",
        ",\"type\":\"image/svg+xml\"",
        ",\"type\":\"image/*\"",
        ",\"finish\":\"soon\"",
        ",\"crop\":\"1\"",
        ",\"bytes\":\"many\""
      })
  void refusesAWishThatNoUploadCouldFulfil(String wish) {
    assertThat(rig.ask("ann", wish).getStatus()).isBetween(400, 422);
    assertThat(
            rig.uploads
                .database
                .sql()
                .sql("select count(*) from upload_ticket")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void openTicketsAreBounded() {
    for (int i = 0; i < 3; i++) {
      rig.ticket("ann", "");
    }
    assertProblem(rig.ask("ann", ""), 429, "too-many-tickets");
    for (int i = 0; i < 3; i++) {
      rig.ticket("ben", "");
    }
    assertProblem(rig.ask("cem", ""), 503, "too-many-tickets-open");
    rig.uploads.database.sql().sql("update upload_ticket set finish_until = now()").update();
    assertThat(rig.ask("cem", "").getStatus()).isEqualTo(201);
  }

  @Test
  void withoutABucketOrWhenSwitchedOffThereAreNoTickets(@TempDir Path folder) {
    try (DirectRig off = new DirectRig(folder.resolve("off"), false, true);
        DirectRig onDisk = new DirectRig(folder.resolve("disk"), true, false)) {
      assertProblem(off.ask("ann", ""), 404, "no-direct-uploads");
      MockHttpServletResponse answer = onDisk.ask("ann", "");
      assertProblem(answer, 404, "no-direct-uploads");
      assertThat(DirectRig.text(answer)).contains("AWS_S3_BUCKET");
    }
  }

  @Test
  void cleansAKeyTwiceAndForgetsTheTicketThen() {
    TicketId id = rig.arrived("ann", PICTURE);
    rig.finish(id);
    assertThat(rig.reaper.reap(() -> true)).isEqualTo(new TicketReaper.Report(0, 1, 0));
    assertThat(rig.bucket.has(id.key())).isFalse();

    // The form may have been in use when it ended.
    rig.bucket.put(id.key(), "image/jpeg", PICTURE);
    rig.set(id, "form_until = now() - interval '1 hour', clean_after = now()");
    assertThat(rig.reaper.reap(() -> true)).isEqualTo(new TicketReaper.Report(0, 1, 0));
    assertThat(rig.bucket.has(id.key())).isFalse();
    assertThat(rig.reaper.reap(() -> true)).isEqualTo(new TicketReaper.Report(0, 0, 0));
    rig.set(id, "created_at = now() - interval '25 hours'");
    rig.reaper.reap(() -> true);
    assertThat(rig.state(id)).isEqualTo("gone");
    assertThat(truth.current("ann")).isPresent();
  }

  @Test
  void whatCouldNotBeRemovedIsTriedAgain() {
    TicketId id = rig.arrived("ann", PICTURE);
    rig.finish(id);
    rig.uploads.faults.arm(Faults.Kind.OUTAGE, 1);
    assertThat(rig.reaper.reap(() -> true)).isEqualTo(new TicketReaper.Report(0, 0, 1));
    rig.uploads.faults.disarm();
    assertThat(rig.bucket.has(id.key())).isTrue();
    rig.set(id, "clean_after = now()");
    assertThat(rig.reaper.reap(() -> true).cleaned()).isEqualTo(1);
  }

  // --- finished on arrival ----------------------------------------------------------------------

  private static String event(String... keys) {
    return "{\"Records\":["
        + String.join(
            ",",
            List.of(keys).stream()
                .map(
                    key ->
                        "{\"eventName\":\"ObjectCreated:Post\",\"s3\":{\"object\":{\"key\":\""
                            + key
                            + "\"}}}")
                .toList())
        + "]}";
  }

  @Test
  void anEventFinishesTheTicketThatAskedForItAndNoOther() {
    TicketId asked = rig.ticket("ann", ",\"finish\":\"arrival\",\"crop\":\"1,1,9\"");
    TicketId silent = rig.arrived("ben", PICTURE);
    rig.bucket.put(asked.key(), "image/jpeg", PICTURE);
    String body = event(asked.key(), silent.key(), "avatars/x", TicketId.random().key());

    assertProblem(rig.event("not-the-token-of-the-events", body), 404, "not-found");
    assertProblem(rig.event(DirectRig.TOKEN, "no json"), 400, "bad-event");
    assertThat(rig.event(DirectRig.TOKEN, body).getStatus()).isEqualTo(204);
    assertThat(rig.event(DirectRig.TOKEN, body).getStatus()).isEqualTo(204);

    Until.holds("the picture", () -> rig.state(asked).equals("DONE"));
    assertThat(truth.current("ann").orElseThrow().source().crop()).isEqualTo("1,1,9,0");
    assertThat(rig.state(silent)).isEqualTo("OPEN");
    assertThat(rig.finish(asked).getStatus()).isEqualTo(201);
    assertThat(truth.versions("ann")).hasSize(1);
  }

  @Test
  void withoutEventsTheSameTicketsAreLookedAtUntilTheyHaveArrived() {
    TicketId id = rig.ticket("ann", ",\"finish\":\"arrival\"");
    rig.set(id, "look_at = now()");
    rig.arrivals.look(() -> true);
    assertThat(rig.state(id)).isEqualTo("OPEN");

    rig.bucket.put(id.key(), "image/jpeg", PICTURE);
    rig.set(id, "look_at = now()");
    rig.arrivals.look(() -> true);
    assertThat(rig.state(id)).isEqualTo("DONE");
  }

  @Test
  void whatIsRefusedOnArrivalIsNotTriedForEver() {
    TicketId id = rig.ticket("ann", ",\"finish\":\"arrival\"");
    rig.bucket.put(id.key(), "image/jpeg", "<html>".repeat(50).getBytes());
    rig.set(id, "look_at = now()");
    rig.arrivals.look(() -> true);
    assertThat(
            rig.uploads
                .database
                .sql()
                .sql("select count(*) from upload_ticket where look_at is not null")
                .query(Integer.class)
                .single())
        .isZero();
    assertProblem(rig.finish(id), 415, "unsupported-type");
  }

  // --- faults -----------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(
      value = Faults.Kind.class,
      names = {"REFUSED", "ANSWER_LOST", "HALF_DONE", "OUTAGE"})
  void aFaultAnywhereInAFinishLeavesOneVersionAtMostAndTheNextFinishMakesIt(Faults.Kind kind) {
    Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    Level usual = log.getLevel();
    log.setLevel(Level.OFF);
    try {
      int struck = 0;
      boolean untouched = false;
      for (int victim = 1; !untouched; victim++) {
        assertThat(victim).isLessThan(60);
        String subject = kind + "-" + victim;
        TicketId id = rig.arrived(subject, UploadRig.picture(victim));
        rig.uploads.faults.arm(kind, victim);
        MockHttpServletResponse answer = rig.finish(id);
        untouched = !rig.uploads.faults.reached();
        struck += rig.uploads.faults.struck().isPresent() ? 1 : 0;
        rig.uploads.faults.disarm();
        String about = subject + " " + rig.uploads.faults.struck() + " " + DirectRig.text(answer);
        assertThat(answer.getStatus()).as(about).isIn(201, 409, 503);
        truth.assertWhole(subject);

        rig.set(id, "lease_until = now() - interval '1 second'");
        MockHttpServletResponse again = rig.finish(id);
        assertThat(again.getStatus()).as(about + DirectRig.text(again)).isEqualTo(201);
        if (answer.getStatus() == 201) {
          assertThat(DirectRig.version(again)).isEqualTo(DirectRig.version(answer));
        }
        truth.assertWhole(subject);
        assertThat(truth.current(subject)).as(about).isPresent();
        assertThat(rig.state(id)).isEqualTo("DONE");
        rig.set(id, "clean_after = now()");
        rig.reaper.reap(() -> true);
        assertThat(rig.bucket.has(id.key())).as(about).isFalse();
      }
      // Only the bucket's and the store's transfers can be done by half.
      assertThat(struck).isGreaterThanOrEqualTo(kind == Faults.Kind.HALF_DONE ? 2 : 8);
      truth.reapWhatWasGivenUp();
      truth.assertSettled();
    } finally {
      rig.uploads.faults.disarm();
      log.setLevel(usual);
    }
  }
}
