package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.TicketId;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.limits.Holder;
import io.cameo.service.limits.Limit;
import io.cameo.service.limits.LimitChange;
import io.cameo.service.limits.TestLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;

/** Limits and direct uploads: a ticket and all that is done with it are one upload. */
@TestInstance(Lifecycle.PER_CLASS)
class DirectLimitsTest {

  private DirectRig rig;

  @BeforeAll
  void open(@TempDir Path folder) {
    Map<Limit, Long> none = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      if (limit.least() == 0) {
        none.put(limit, 0L);
      }
    }
    // No time passes: nothing is given back but what is settled.
    Clock stopped = Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC);
    rig = DirectRig.limited(folder, database -> TestLimits.node(database, none, stopped));
  }

  @BeforeEach
  void empty() {
    rig.empty();
    rig.uploads.database.sql().sql("truncate limit_level").update();
    rig.uploads.patience = Duration.ofSeconds(30);
    for (Limit limit : Limit.values()) {
      change(LimitChange.reset(limit.word(), Optional.empty()));
    }
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private void change(LimitChange change) {
    rig.uploads.limits.book().change(change, () -> {});
  }

  private void set(Limit limit, long amount) {
    change(LimitChange.set(limit.word(), Optional.empty(), amount));
  }

  private static void assertProblem(MockHttpServletResponse answer, int status, String code) {
    assertThat(answer.getStatus()).as(DirectRig.text(answer)).isEqualTo(status);
    assertThat(DirectRig.code(answer)).isEqualTo(code);
  }

  private void assertLimited(MockHttpServletResponse answer, String unit) {
    assertProblem(answer, 429, "rate-limited");
    assertThat(DirectRig.json(answer).path("unit").asString()).isEqualTo(unit);
  }

  private TicketId finished(String subject, int seed) {
    TicketId id = rig.arrived(subject, UploadRig.picture(seed));
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
    return id;
  }

  @Test
  void aTicketItsPreviewAndItsFinishesAreOneUpload() {
    set(Limit.SUBJECT_UPLOADS, 2);

    TicketId first = rig.arrived("one-upload", UploadRig.picture(1));
    assertThat(rig.preview(first).getStatus()).isEqualTo(200);
    assertThat(rig.finish(first).getStatus()).isEqualTo(201);
    assertThat(rig.finish(first).getStatus()).isEqualTo(201);
    MockHttpServletResponse second = rig.ask("one-upload", "");
    assertThat(second.getStatus()).isEqualTo(201);
    assertThat(second.getHeader("RateLimit-Policy")).isEqualTo("\"subject-uploads\";q=2;w=3600");
    assertThat(second.getHeader("RateLimit")).startsWith("\"subject-uploads\";r=0;t=");

    MockHttpServletResponse refused = rig.ask("one-upload", "");
    assertLimited(refused, "uploads");
    assertThat(refused.getHeader("RateLimit")).startsWith("\"subject-uploads\";r=0;t=");
  }

  @Test
  void aFinishGivesBackTheBytesThatDidNotCome() {
    set(Limit.SUBJECT_BYTES, 250_000);

    for (int i = 0; i < 5; i++) {
      finished("bytes-back", i);
    }

    // Nobody finished these: what they may still send stays charged.
    rig.ticket("bytes-kept", "");
    rig.ticket("bytes-kept", "");
    assertLimited(rig.ask("bytes-kept", ""), "bytes");
  }

  @Test
  void aTicketOfAKnownLengthIsChargedThatLength() {
    set(Limit.SUBJECT_BYTES, 5_000);

    rig.ticket("exact", ",\"bytes\":2000");
    rig.ticket("exact", ",\"bytes\":2000");

    assertLimited(rig.ask("exact", ",\"bytes\":2000"), "bytes");
  }

  @Test
  void aWishForWhichThereIsNoTicketCostsNoBytes() {
    set(Limit.SUBJECT_BYTES, 350_000);
    // The fourth is one too many at a time.
    for (int i = 0; i < 3; i++) {
      rig.ticket("no-ticket", ",\"bytes\":2000");
    }
    for (int i = 0; i < 5; i++) {
      assertProblem(rig.ask("no-ticket", ""), 429, "too-many-tickets");
    }
  }

  /** Ends the worker of the next call of this kind. */
  private void endTheWorkerOf(Function<TicketId, MockHttpServletResponse> call) {
    TicketId tried = rig.arrived("another", UploadRig.picture(9));
    rig.uploads.faults.arm(Faults.Kind.REFUSED, Integer.MAX_VALUE);
    assertThat(call.apply(tried).getStatus()).isLessThan(300);
    int render = rig.uploads.faults.seen().indexOf("render") + 1;
    assertThat(render).isPositive();
    rig.uploads.faults.arm(Faults.Kind.REFUSED, render);
  }

  @Test
  void aFinishThatFailsCostsItsWorkAndTheNextOneIsLetIn() {
    set(Limit.SUBJECT_MEGAPIXELS, 20);
    TicketId id = rig.arrived("work", UploadRig.picture(3));

    endTheWorkerOf(rig::finish);
    assertProblem(rig.finish(id), 503, "worker-failed");
    rig.uploads.faults.disarm();

    assertLimited(rig.ask("work", ""), "megapixels");
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
  }

  @Test
  void everyPreviewCostsItsWork() {
    set(Limit.SUBJECT_MEGAPIXELS, 20);
    TicketId id = rig.arrived("looks", UploadRig.picture(4));

    endTheWorkerOf(rig::preview);
    assertProblem(rig.preview(id), 503, "worker-failed");
    rig.uploads.faults.disarm();

    assertLimited(rig.ask("looks", ""), "megapixels");

    set(Limit.SUBJECT_MEGAPIXELS, 2);
    TicketId small = rig.arrived("small-looks", UploadRig.picture(4));
    assertThat(rig.preview(small).getStatus()).isEqualTo(200);
    // The picture has 1,200 pixels: that much is missing for a second one.
    assertLimited(rig.ask("small-looks", ""), "megapixels");
  }

  @Test
  void whoeverIsBlockedFinishesNothingUntilTheBlockIsOver() {
    TicketId id = rig.arrived("blocked", UploadRig.picture(5));
    Holder subject = Holder.subject("blocked");
    change(LimitChange.block(subject, Duration.ofHours(1)));

    assertProblem(rig.finish(id), 429, "rate-limited");
    assertProblem(rig.preview(id), 429, "rate-limited");

    change(LimitChange.unblock(subject));
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
  }

  @Test
  void aFinishBeyondTheQuotaIsRefused() {
    set(Limit.SUBJECT_STORED_BYTES, 1);

    assertProblem(rig.finish(rig.arrived("full", UploadRig.picture(6))), 403, "quota-exceeded");
  }

  @Test
  void finishesAndPreviewsWaitForTheirTurnWithTheWorkers() {
    List<FairQueue.Place> turns = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      turns.add(rig.uploads.turns.enter(List.of("others")).orElseThrow());
    }
    rig.uploads.patience = Duration.ZERO;
    TicketId id = rig.arrived("turns", UploadRig.picture(8));

    assertProblem(rig.preview(id), 503, "busy");
    assertProblem(rig.finish(id), 503, "busy");

    turns.forEach(FairQueue.Place::close);
    assertThat(rig.preview(id).getStatus()).isEqualTo(200);
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
  }
}
