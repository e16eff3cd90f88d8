package io.cameo.service.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * The body of a request as it comes from the network, for as long as it comes fast enough and is
 * not too long. It lies below everything that reads bodies, the container's own parser of forms
 * included, so that a caller who sends one byte now and then holds nothing for long.
 *
 * <p>What ends it is thrown as a problem and not as an {@link IOException}: of those the container
 * makes an answer of its own.
 */
final class PacedBody implements InputBuffer {

  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final InputBuffer body;
  private final TransportSettings.Pace pace;
  private long most;
  private final LongSupplier nanoTime;
  private long begun = -1;
  private long waited;
  private long arrived;

  /**
   * @param most bytes that it may have
   */
  PacedBody(InputBuffer body, TransportSettings.Pace pace, long most, LongSupplier nanoTime) {
    this.body = body;
    this.pace = pace;
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** From here on it may be as long as it wants: it was answered, and nobody keeps what comes. */
  void isAnswered() {
    most = Long.MAX_VALUE;
  }

  @Override
  public int doRead(ApplicationBufferHandler handler) throws IOException {
    long before = nanoTime.getAsLong();
    if (begun == -1) {
      begun = before;
    }
    int read;
    try {
      read = body.doRead(handler);
    } catch (SocketTimeoutException silent) {
      throw CommonProblems.bodyTimeout().toException();
    }
    long after = nanoTime.getAsLong();
    // Only the time of waiting is the caller's; what a scanner takes meanwhile is not.
    waited += after - before;
    if (read > 0) {
      arrived += read;
    }
    if (arrived > most) {
      throw CommonProblems.bodyTooLong(most).toException();
    }
    if (read >= 0 && (after - begun > pace.total().toNanos() || isTooSlow())) {
      throw CommonProblems.bodyTimeout().toException();
    }
    return read;
  }

  private boolean isTooSlow() {
    long counted = waited - pace.grace().toNanos();
    return counted > 0 && arrived < pace.rate() * (counted / NANOS);
  }

  @Override
  public int available() {
    return body.available();
  }
}
