package io.cameo.service.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One INSTREAM: pieces with their lengths before them, ended by a length of 0. Bytes that come in
 * small amounts are gathered, because each piece costs a system call and a timer here and more at
 * clamd. What clamd has said before it closed is read also when a write breaks: it is there that it
 * names its limit.
 */
final class ClamdStream implements AutoCloseable {

  private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);

  /** Most bytes of one piece, for which one write has its time. */
  private static final int PIECE = 64 * 1024;

  /** A slow upload goes on in smaller pieces: clamd hangs up on whoever is silent for long. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

  private final ClamdConnection connection;
  private final ScanSettings.Times times;
  private final String by;
  private final LongSupplier nanos;

  /** What is not written yet: the command at first, a length to be filled in, and bytes. */
  private final ByteBuffer gathered =
      ByteBuffer.allocate(COMMAND.length + Integer.BYTES + PIECE + Integer.BYTES);

  private int lengthAt;
  private boolean begun;
  private long written;

  /**
   * @param by who gives the verdict
   * @param nanos a clock that only runs forward
   */
  ClamdStream(ClamdConnection connection, ScanSettings.Times times, String by, LongSupplier nanos) {
    this.connection = connection;
    this.times = times;
    this.by = by;
    this.nanos = nanos;
    gathered.put(COMMAND);
    beginPiece();
  }

  private void beginPiece() {
    lengthAt = gathered.position();
    gathered.putInt(0);
  }

  private int piece() {
    return gathered.position() - lengthAt - Integer.BYTES;
  }

  /**
   * @throws ScannerUnavailableException when clamd does not take them
   */
  void send(byte[] bytes, int offset, int length) {
    int done = 0;
    while (done < length) {
      int more = Math.min(PIECE - piece(), length - done);
      gathered.put(bytes, offset + done, more);
      done += more;
      if (piece() == PIECE || isDue()) {
        gathered.putInt(lengthAt, piece());
        write();
        beginPiece();
      }
    }
  }

  /** The first bytes go at once, with the command that clamd does not wait long for. */
  private boolean isDue() {
    return !begun || nanos.getAsLong() - written >= LONGEST_SILENCE.toNanos();
  }

  /**
   * Ends the stream and waits.
   *
   * @throws ScannerUnavailableException when there is no verdict
   */
  Verdict verdict() {
    if (piece() > 0) {
      gathered.putInt(lengthAt, piece());
      beginPiece();
    }
    // The length of the piece that was begun is 0.
    write();
    return ClamdReply.verdict(connection.read(times.verdict()), by);
  }

  private void write() {
    try {
      connection.write(gathered.flip(), times.write());
      gathered.clear();
      begun = true;
      written = nanos.getAsLong();
    } catch (IOException broken) {
      // Whatever it says, bytes are missing: this is no verdict.
      Verdict early = ClamdReply.verdict(connection.read(times.write()), by);
      if (early instanceof Verdict.Infected infected) {
        throw new ScannerUnavailableException(
            ScannerUnavailableException.Reason.GARBAGE,
            "clamd named " + infected.signature() + " and closed before the end of the bytes.");
      }
      throw ClamdConnection.closed();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
