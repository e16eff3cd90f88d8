package io.cameo.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The bytes of an answer while they arrive. The last of them are handed over only when the server
 * has ended where it said and the checksum, where there is one, is right. A body that is closed
 * early, fails or takes too long costs its connection.
 */
final class S3Body extends InputStream {
  private final ResponseInputStream<?> answer;
  private final S3Calls.Place place;
  private final long longestNanos;
  private long left;
  private boolean ended;

  S3Body(ResponseInputStream<?> answer, long length, S3Calls.Place place, long longestNanos) {
    this.answer = answer;
    this.place = place;
    this.longestNanos = longestNanos;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      if (ended) {
        return -1;
      }
      if (System.nanoTime() - place.began() > longestNanos) {
        throw new IOException("the object did not arrive in time");
      }
      int count = left == 0 ? -1 : answer.read(into, offset, (int) Math.min(length, left));
      if (count < 0 && left > 0) {
        throw new EOFException("S3 ended " + left + " bytes early");
      }
      left -= Math.max(0, count);
      if (left == 0) {
        requireEnd();
      }
      return count;
    } catch (IOException failed) {
      throw failed(failed);
    } catch (SdkException failed) {
      throw failed(new IOException(failed));
    }
  }

  /** Looking for one more byte is what makes the SDK compare the checksum. */
  private void requireEnd() throws IOException {
    if (answer.read() >= 0) {
      throw new IOException("S3 sent more than it had promised");
    }
    ended = true;
    answer.close();
    place.done(S3Call.Outcome.OK);
  }

  private IOException failed(IOException failure) {
    answer.abort();
    place.done(S3Call.Outcome.AWAY);
    return failure;
  }

  @Override
  public void close() {
    if (!ended) {
      // Reading the rest to keep the connection may take longer than opening another one.
      answer.abort();
    }
    place.done(S3Call.Outcome.OK);
  }
}
