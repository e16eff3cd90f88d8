package io.cameo.storage.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a real server and breaks what it is told to: one request each, in the
 * order of the faults for its method. One request a connection, so that every fault meets its own.
 */
final class FaultProxy implements AutoCloseable {

  /** What goes wrong with one request. */
  sealed interface Fault {

    /** Nothing. */
    record None() implements Fault {}

    /** This answer, and the server never hears of the request. */
    record Instead(String answer) implements Fault {}

    /** The server does what was asked, and this is answered. */
    record After(String answer) implements Fault {}

    /** The server does what was asked, and no answer comes for as long as the client waits. */
    record HangAfter() implements Fault {}

    /** The server never hears of it, and no answer comes for as long as the client waits. */
    record Hang() implements Fault {}

    /** The connection breaks, before or after the server has done it. */
    record Reset(boolean after) implements Fault {}

    /** Only so many bytes of the answer's body arrive, then the connection ends or stalls. */
    record Cut(int bytes, boolean stall) implements Fault {}

    /** A header of the answer is another one. */
    record Header(String name, String value) implements Fault {}

    /** The body's first byte is another one, and this header is added. */
    record Corrupt(String header) implements Fault {}
  }

  private static final String SERVER_ERROR = error(500, "InternalError", "injected");
  static final Fault ERROR = new Fault.Instead(SERVER_ERROR);
  static final Fault ERROR_AFTER = new Fault.After(SERVER_ERROR);
  static final Fault SLOW_DOWN = new Fault.Instead(error(503, "SlowDown", "injected"));

  private final URI upstream;
  private final ServerSocket listening;
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Map<String, Fault> always = new HashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  FaultProxy(URI upstream) {
    this.upstream = upstream;
    try {
      this.listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** An answer of S3 that says what is wrong. */
  static String error(int status, String code, String message, String... headers) {
    String body =
        "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(code, message);
    return answer(status, body, headers);
  }

  static String answer(int status, String body, String... headers) {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Injected\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("Content-Type: application/xml\r\nConnection: close\r\nContent-Length: ")
        .append(body.length())
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** The next requests of this method go wrong like this. */
  synchronized void next(String method, Fault... inOrder) {
    faults.computeIfAbsent(method, any -> new ArrayDeque<>()).addAll(List.of(inOrder));
  }

  /** All requests of this method that have no fault of their own go wrong like this. */
  synchronized void always(String method, Fault fault) {
    always.put(method, fault);
  }

  /** Nothing goes wrong from now on. */
  synchronized void heal() {
    faults.clear();
    always.clear();
  }

  private synchronized Fault fault(String method) {
    Fault next = faults.computeIfAbsent(method, any -> new ArrayDeque<>()).poll();
    return next != null ? next : always.getOrDefault(method, new Fault.None());
  }

  /** Methods and paths of the requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Requests of one method so far. */
  long count(String method) {
    return requests.stream().filter(request -> request.startsWith(method + " ")).count();
  }

  /** Connections that clients hold now. */
  int open() {
    return open.get();
  }

  /** The most that they have held at once. */
  int mostOpen() {
    return mostOpen.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException over) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    try (client) {
      byte[] request = readRequest(client.getInputStream());
      if (request.length > 0) {
        String[] line = new String(request, ISO_8859_1).split("[ ?\r]", 3);
        requests.add(line[0] + " " + line[1]);
        answer(client, request, fault(line[0]));
      }
    } catch (IOException clientLeft) {
      // What a client does that has waited long enough.
    } finally {
      open.decrementAndGet();
    }
  }

  private void answer(Socket client, byte[] request, Fault fault) throws IOException {
    switch (fault) {
      case Fault.None() -> client.getOutputStream().write(forward(request));
      case Fault.Instead(String answer) ->
          client.getOutputStream().write(answer.getBytes(ISO_8859_1));
      case Fault.After(String answer) -> {
        forward(request);
        client.getOutputStream().write(answer.getBytes(ISO_8859_1));
      }
      case Fault.HangAfter() -> {
        forward(request);
        hang(client);
      }
      case Fault.Hang() -> hang(client);
      case Fault.Reset(boolean after) -> {
        if (after) {
          forward(request);
        }
        client.setSoLinger(true, 0);
      }
      case Fault.Cut(int bytes, boolean stall) -> {
        byte[] answer = forward(request);
        client.getOutputStream().write(answer, 0, bodyStart(answer) + bytes);
        if (stall) {
          hang(client);
        }
      }
      case Fault.Header(String name, String value) -> {
        byte[] answer = forward(request);
        String head = new String(answer, 0, bodyStart(answer), ISO_8859_1);
        String changed = head.replaceFirst("(?im)^" + name + ":.*$", name + ": " + value);
        client.getOutputStream().write(changed.getBytes(ISO_8859_1));
        client
            .getOutputStream()
            .write(answer, bodyStart(answer), answer.length - bodyStart(answer));
      }
      case Fault.Corrupt(String header) -> {
        byte[] answer = forward(request);
        int body = bodyStart(answer);
        answer[body] ^= 1;
        String head = new String(answer, 0, body - 2, ISO_8859_1) + header + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes(ISO_8859_1));
        client.getOutputStream().write(answer, body, answer.length - body);
      }
    }
  }

  /** Until the client gives up, or the test is over. */
  private void hang(Socket client) throws IOException {
    client.setSoTimeout(50);
    while (closed.getCount() > 0) {
      try {
        if (client.getInputStream().read() < 0) {
          return;
        }
      } catch (java.net.SocketTimeoutException stillThere) {
        // Looked at again.
      }
    }
  }

  private byte[] forward(byte[] request) throws IOException {
    int head = bodyStart(request);
    String asked =
        new String(request, 0, head, ISO_8859_1)
            .replaceFirst("(?i)\r\nconnection: [^\r]*", "")
            .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
    try (Socket server = new Socket(upstream.getHost(), upstream.getPort())) {
      server.setSoTimeout(20_000);
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(asked.getBytes(ISO_8859_1));
      whole.write(request, head, request.length - head);
      server.getOutputStream().write(whole.toByteArray());
      return server.getInputStream().readAllBytes();
    }
  }

  private static byte[] readRequest(InputStream in) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    while (!endsHead(request.toByteArray())) {
      int next = in.read();
      if (next < 0) {
        return new byte[0];
      }
      request.write(next);
    }
    java.util.regex.Matcher length =
        java.util.regex.Pattern.compile("(?im)^content-length: (\\d+)")
            .matcher(request.toString(ISO_8859_1));
    if (length.find()) {
      request.writeBytes(in.readNBytes(Integer.parseInt(length.group(1))));
    }
    return request.toByteArray();
  }

  private static boolean endsHead(byte[] bytes) {
    int n = bytes.length;
    return n >= 4
        && bytes[n - 4] == '\r'
        && bytes[n - 3] == '\n'
        && bytes[n - 2] == '\r'
        && bytes[n - 1] == '\n';
  }

  private static int bodyStart(byte[] message) {
    return new String(message, ISO_8859_1).indexOf("\r\n\r\n") + 4;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listening.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
