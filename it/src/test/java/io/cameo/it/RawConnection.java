package io.cameo.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A bare connection, for requests that no client library makes. */
final class RawConnection implements AutoCloseable {

  private static final int READ_LIMIT_MILLIS = 30_000;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[ \\r]");

  private final Socket socket;
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  RawConnection(Program program) {
    try {
      socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), program.port());
      socket.setSoTimeout(READ_LIMIT_MILLIS);
      socket.setTcpNoDelay(true);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Sends each character as one byte; a program that has closed the connection is no failure. */
  RawConnection send(String latin1) {
    return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException closedMeanwhile) {
      // What it said before it closed is still to be read.
    }
    return this;
  }

  /** Everything until the program closes the connection. */
  String untilClosed() {
    byte[] bytes = new byte[8192];
    try {
      InputStream in = socket.getInputStream();
      int read;
      while ((read = in.read(bytes)) >= 0) {
        seen.write(bytes, 0, read);
      }
    } catch (SocketTimeoutException open) {
      throw new AssertionError("the program keeps the connection; it said:\n" + text(), open);
    } catch (IOException reset) {
      // Closed as well.
    }
    return text();
  }

  /** Everything until what was said holds this. */
  String until(String words) {
    byte[] bytes = new byte[8192];
    try {
      InputStream in = socket.getInputStream();
      while (!text().contains(words)) {
        int read = in.read(bytes);
        if (read < 0) {
          throw new AssertionError("closed before it said " + words + ":\n" + text());
        }
        seen.write(bytes, 0, read);
      }
      return text();
    } catch (IOException failed) {
      throw new AssertionError("it said no " + words + ":\n" + text(), failed);
    }
  }

  /** Sends these bytes again and again, about fifty times a second, until it is answered or cut. */
  RawConnection trickle(byte[] bytes) {
    Wait.until(
        "an answer to what comes so slowly",
        Duration.ofSeconds(25),
        () -> {
          try {
            socket.getOutputStream().write(bytes);
            return socket.getInputStream().available() > 0;
          } catch (IOException cut) {
            return true;
          }
        });
    return this;
  }

  private String text() {
    return seen.toString(StandardCharsets.ISO_8859_1);
  }

  /** The statuses of all answers in what was said, 100 included. */
  static List<Integer> statuses(String said) {
    return STATUS
        .matcher(said)
        .results()
        .map((MatchResult match) -> Integer.parseInt(match.group(1)))
        .toList();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
