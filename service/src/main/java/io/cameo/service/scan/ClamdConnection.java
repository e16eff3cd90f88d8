package io.cameo.service.scan;

import io.cameo.service.scan.ScannerUnavailableException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One connection to clamd. Whatever takes longer than it may is ended from outside by closing the
 * channel: a blocked thread, virtual or not, over TCP or a Unix socket, wakes up of that.
 */
final class ClamdConnection implements AutoCloseable {

  private final SocketChannel channel;
  private final ScheduledExecutorService timer;

  /** Set by the timer before it closes the channel. */
  private volatile boolean late;

  private ClamdConnection(SocketChannel channel, ScheduledExecutorService timer) {
    this.channel = channel;
    this.timer = timer;
  }

  private interface Io<T> {
    T run() throws IOException;
  }

  /**
   * @throws ScannerUnavailableException when there is none within the time
   */
  static ClamdConnection open(
      ClamdAddress address, Duration within, ScheduledExecutorService timer) {
    try {
      ClamdConnection connection = new ClamdConnection(address.open(), timer);
      boolean connected = false;
      try {
        connection.timed(within, () -> connection.channel.connect(address.resolve()));
        connected = true;
        return connection;
      } finally {
        if (!connected) {
          connection.close();
        }
      }
    } catch (IOException | UnresolvedAddressException away) {
      throw new ScannerUnavailableException(
          Reason.DOWN, "Nobody answers at " + address + ". Start clamd, or correct CAMEO_CLAMD.");
    }
  }

  /**
   * Writes all of it.
   *
   * @throws IOException when the other side has closed; its last words can still be read
   * @throws ScannerUnavailableException when it is not taken in time
   */
  void write(ByteBuffer bytes, Duration within) throws IOException {
    timed(
        within,
        () -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          return true;
        });
  }

  /**
   * One answer, up to the byte 0 that ends it.
   *
   * @throws ScannerUnavailableException when it does not come, or not in time, or has no end
   */
  String read(Duration within) {
    ByteBuffer answer = ByteBuffer.allocate(ClamdReply.LIMIT);
    try {
      return timed(within, () -> readTo(answer));
    } catch (IOException broken) {
      throw closed();
    }
  }

  private String readTo(ByteBuffer answer) throws IOException {
    while (true) {
      int from = answer.position();
      if (!answer.hasRemaining()) {
        throw new ScannerUnavailableException(
            Reason.GARBAGE,
            "The answer has no end. Check that CAMEO_CLAMD is the address of clamd.");
      }
      if (channel.read(answer) < 0) {
        throw closed();
      }
      for (int i = from; i < answer.position(); i++) {
        if (answer.get(i) == 0) {
          return new String(answer.array(), 0, i, StandardCharsets.ISO_8859_1);
        }
      }
    }
  }

  static ScannerUnavailableException closed() {
    return new ScannerUnavailableException(
        Reason.CLOSED, "clamd closed the connection before its answer. Look at its log.");
  }

  private <T> T timed(Duration within, Io<T> io) throws IOException {
    ScheduledFuture<?> end =
        timer.schedule(this::tooLate, within.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return io.run();
    } catch (ClosedChannelException ended) {
      throw late ? slow(within) : closed();
    } finally {
      end.cancel(false);
    }
  }

  private static ScannerUnavailableException slow(Duration within) {
    return new ScannerUnavailableException(
        Reason.SLOW,
        "clamd did not answer within "
            + within.toMillis()
            + " ms. It hangs or has too much to do.");
  }

  private void tooLate() {
    late = true;
    close();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      // It is gone, which is what was wanted.
    }
  }
}
