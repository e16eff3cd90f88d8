package io.cameo.service.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One INSTREAM: pieces with their lengths before them, ended by a length of 0. What clamd has said
 * before it closed is read also when a write breaks: it is there that it names its limit.
 */
final class ClamdStream implements AutoCloseable {

  private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);

  /** Most bytes of one piece, for which one write has its time. */
  private static final int PIECE = 64 * 1024;

  private final ClamdConnection connection;
  private final ScanSettings.Times times;
  private final String by;
  private boolean begun;

  /**
   * @param by who gives the verdict
   */
  ClamdStream(ClamdConnection connection, ScanSettings.Times times, String by) {
    this.connection = connection;
    this.times = times;
    this.by = by;
  }

  /**
   * @throws ScannerUnavailableException when clamd does not take them
   */
  void send(byte[] bytes, int offset, int length) {
    for (int done = 0; done < length; done += PIECE) {
      int piece = Math.min(PIECE, length - done);
      ByteBuffer frame = ByteBuffer.allocate(COMMAND.length + Integer.BYTES + piece);
      begin(frame);
      frame.putInt(piece).put(bytes, offset + done, piece).flip();
      write(frame);
    }
  }

  /**
   * Ends the stream and waits.
   *
   * @throws ScannerUnavailableException when there is no verdict
   */
  Verdict verdict() {
    ByteBuffer end = ByteBuffer.allocate(COMMAND.length + Integer.BYTES);
    begin(end);
    write(end.putInt(0).flip());
    return ClamdReply.verdict(connection.read(times.verdict()), by);
  }

  private void begin(ByteBuffer frame) {
    if (!begun) {
      frame.put(COMMAND);
      begun = true;
    }
  }

  private void write(ByteBuffer frame) {
    try {
      connection.write(frame, times.write());
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
