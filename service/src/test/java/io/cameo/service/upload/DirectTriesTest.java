package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.TicketId;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.scan.TestScanners;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

/** What uses a ticket up: what its holder sent, and nothing of ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectTriesTest {

  private static final byte[] PICTURE = UploadRig.picture(7);
  private static final byte[] NO_PICTURE = "<html>".repeat(50).getBytes();

  private final TestScanners.Switched scanner = new TestScanners.Switched();
  private DirectRig rig;

  @BeforeAll
  void open(@TempDir Path folder) {
    rig = DirectRig.scanned(folder, scanner);
  }

  @BeforeEach
  void empty() {
    rig.empty();
    scanner.away = false;
    rig.uploads.faults.disarm();
    rig.uploads.patience = Duration.ofSeconds(30);
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private void assertProblem(MockHttpServletResponse answer, int status, String code) {
    assertThat(answer.getStatus()).as(DirectRig.text(answer)).isEqualTo(status);
    assertThat(DirectRig.code(answer)).isEqualTo(code);
  }

  private int tries(TicketId id) {
    return rig.uploads
        .database
        .sql()
        .sql("select tries from upload_ticket where id = ?")
        .param(id.value())
        .query(Integer.class)
        .single();
  }

  @Test
  void aTicketWhoseContentIsRefusedTooOftenIsUsedUp() {
    TicketId id = rig.arrived("ann", NO_PICTURE);
    for (int i = 0; i < FinishTicket.MOST_TRIES; i++) {
      assertProblem(rig.finish(id), 415, "unsupported-type");
    }
    assertProblem(rig.finish(id), 409, "ticket-used-up");
    assertProblem(rig.preview(id), 409, "ticket-used-up");
  }

  @Test
  void askingForAPictureThatHasNotArrivedUsesNothingUp() {
    TicketId id = rig.ticket("ann", "");
    for (int i = 0; i <= FinishTicket.MOST_TRIES; i++) {
      assertProblem(rig.finish(id), 409, "not-uploaded");
      assertProblem(rig.preview(id), 409, "not-uploaded");
    }

    assertThat(tries(id)).isZero();
    assertThat(
            rig.uploads
                .database
                .sql()
                .sql("select count(*) from audit where outcome = 'not-uploaded'")
                .query(Integer.class)
                .single())
        .as("nothing was refused that the audit should tell of")
        .isZero();
    rig.bucket.put(id.key(), "image/jpeg", PICTURE);
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
  }

  @Test
  void aScannerThatIsAwayIsSaidBeforeAnythingIsUsedUp() {
    TicketId id = rig.arrived("ann", PICTURE);
    scanner.away = true;
    for (int i = 0; i <= FinishTicket.MOST_TRIES; i++) {
      assertProblem(rig.finish(id), 503, "scanner-unavailable");
      assertProblem(rig.preview(id), 503, "scanner-unavailable");
    }

    assertThat(tries(id)).isZero();
    assertThat(rig.state(id)).isEqualTo("OPEN");
    scanner.away = false;
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
    scanner.away = true;
    assertThat(rig.finish(id).getStatus()).as("what it has become is known").isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"look", "open", "put"})
  void aStoreThatIsAwayUsesNothingUp(String call) {
    TicketId other = rig.arrived("bob", UploadRig.picture(8));
    rig.uploads.faults.arm(Faults.Kind.REFUSED, Integer.MAX_VALUE);
    assertThat(rig.finish(other).getStatus()).isEqualTo(201);
    int at = rig.uploads.faults.seen().indexOf(call) + 1;
    assertThat(at).as(rig.uploads.faults.seen().toString()).isPositive();
    TicketId id = rig.arrived("ann", PICTURE);

    for (int i = 0; i <= FinishTicket.MOST_TRIES; i++) {
      rig.uploads.faults.arm(Faults.Kind.REFUSED, at);
      assertProblem(rig.finish(id), 503, "storage-unavailable");
      rig.uploads.faults.disarm();
      // So that the next one makes the same calls.
      rig.set(id, "object_etag = null, object_version = null");
    }

    assertThat(tries(id)).isZero();
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
  }

  @Test
  void aServiceThatIsBusyUsesNothingUp() {
    List<FairQueue.Place> turns = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      turns.add(rig.uploads.turns.enter(List.of("others")).orElseThrow());
    }
    rig.uploads.patience = Duration.ZERO;
    TicketId id = rig.arrived("ann", PICTURE);

    assertProblem(rig.preview(id), 503, "busy");
    assertProblem(rig.finish(id), 503, "busy");

    turns.forEach(FairQueue.Place::close);
    assertThat(tries(id)).isZero();
  }

  @Test
  void lookingAtAPictureLeavesTriesForItsFinish() {
    TicketId id = rig.arrived("ann", PICTURE);
    for (int i = 0; i < PreviewTicket.MOST; i++) {
      assertThat(rig.preview(id).getStatus()).isEqualTo(200);
    }

    assertProblem(rig.preview(id), 409, "ticket-used-up");
    assertThat(rig.finish(id).getStatus()).isEqualTo(201);
  }
}
