package io.cameo.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.Test;

/** How slow a body may be, by a clock that the test moves. */
class PacedBodyTest {

  private static final TransportSettings.Pace PACE =
      new TransportSettings.Pace(1_000, Duration.ofSeconds(10), Duration.ofSeconds(60));

  private final Sender sender = new Sender();
  private long nanos = 1_000_000;

  /** What the network gives: some bytes after some time. */
  private final class Sender implements InputBuffer {

    private int bytes;
    private Duration after = Duration.ZERO;
    private boolean silent;

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
      nanos += after.toNanos();
      if (silent) {
        throw new SocketTimeoutException();
      }
      return bytes;
    }

    @Override
    public int available() {
      return 7;
    }
  }

  private static final class Unused implements ApplicationBufferHandler {
    @Override
    public void setByteBuffer(ByteBuffer buffer) {}

    @Override
    public ByteBuffer getByteBuffer() {
      return ByteBuffer.allocate(0);
    }

    @Override
    public void expand(int size) {}
  }

  private PacedBody body(TransportSettings.Pace pace, long most) {
    return new PacedBody(sender, pace, most, () -> nanos);
  }

  private void send(int bytes, Duration after) {
    sender.bytes = bytes;
    sender.after = after;
  }

  /** How many reads went well before one was refused, and with which problem. */
  private String after(PacedBody body, int most) {
    for (int i = 0; i < most; i++) {
      Throwable thrown = catchThrowable(() -> body.doRead(new Unused()));
      if (thrown instanceof ProblemException refused) {
        return i + " " + refused.problem().code();
      }
      assertThat(thrown).isNull();
    }
    return most + " taken";
  }

  @Test
  void h4AsksForNoRateWithinTheGraceAndForTheLeastRateAfterIt() {
    send(1, Duration.ofSeconds(1));

    assertThat(after(body(PACE, Long.MAX_VALUE), 100)).isEqualTo("10 upload-timeout");
  }

  @Test
  void h4TakesWhatComesExactlyAtTheLeastRate() {
    send(1_000, Duration.ofSeconds(1));

    assertThat(after(body(PACE, Long.MAX_VALUE), 60)).isEqualTo("60 taken");
  }

  @Test
  void h4AFastBeginningDoesNotLastForEver() {
    PacedBody body = body(PACE, Long.MAX_VALUE);
    send(20_000, Duration.ZERO);
    assertThat(after(body, 1)).isEqualTo("1 taken");
    send(1, Duration.ofSeconds(1));

    assertThat(after(body, 100)).isEqualTo("30 upload-timeout");
  }

  @Test
  void h4EndsAfterItsTotalTimeHoweverFastItIs() {
    send(1_000_000, Duration.ofSeconds(1));

    assertThat(after(body(PACE, Long.MAX_VALUE), 100)).isEqualTo("60 upload-timeout");
  }

  @Test
  void h4ARateOfZeroAsksForNone() {
    send(1, Duration.ofSeconds(1));
    TransportSettings.Pace none =
        new TransportSettings.Pace(0, Duration.ofSeconds(1), Duration.ofSeconds(60));

    assertThat(after(body(none, Long.MAX_VALUE), 100)).isEqualTo("60 upload-timeout");
  }

  @Test
  void h4TheTimeThatTheServiceTakesIsNotTheCallers() {
    PacedBody body = body(PACE, Long.MAX_VALUE);
    send(1_000, Duration.ZERO);
    for (int i = 0; i < 5; i++) {
      assertThat(after(body, 1)).isEqualTo("1 taken");
      nanos += Duration.ofSeconds(11).toNanos();
    }
  }

  @Test
  void h4SilenceIsAProblemAndNotABrokenConnection() {
    sender.silent = true;

    assertThat(after(body(PACE, Long.MAX_VALUE), 1)).isEqualTo("0 upload-timeout");
  }

  @Test
  void endsADocumentThatIsTooLong() {
    send(400, Duration.ZERO);

    assertThat(after(body(PACE, 1_000), 10)).isEqualTo("2 too-large");
  }

  @Test
  void theRestOfOneThatWasAnsweredIsReadSoThatItsSenderSeesTheAnswer() {
    PacedBody body = body(PACE, 1_000);
    send(400, Duration.ZERO);
    assertThat(after(body, 10)).isEqualTo("2 too-large");

    body.isAnswered();

    assertThat(after(body, 3)).isEqualTo("3 taken");
  }

  @Test
  void theEndOfABodyIsNeverTooLate() {
    send(-1, Duration.ofSeconds(100));

    assertThat(after(body(PACE, 1_000), 1)).isEqualTo("1 taken");
    assertThat(body(PACE, 1_000).available()).isEqualTo(7);
  }
}
