package io.cameo.service.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A mail server that says what a test wants, which no well-behaved one does. */
final class ScriptedSmtp implements AutoCloseable {

  /** What was said to it, line by line. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** The answer to a command; empty says nothing. */
  volatile UnaryOperator<String> script = ScriptedSmtp::usual;

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ScriptedSmtp() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.execute(this::accept);
  }

  static String usual(String line) {
    return switch (line.split("[ :]", 2)[0]) {
      case "hello" -> "220 here";
      case "DATA" -> "354 go on";
      case "QUIT" -> "221 bye";
      default -> "250 well";
    };
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = server.accept();
        threads.execute(() -> talk(caller));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void talk(Socket caller) {
    try (caller;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
      say(caller, script.apply("hello"));
      boolean data = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.add(line);
        if (data && !line.equals(".")) {
          continue;
        }
        data = line.equals("DATA");
        say(caller, script.apply(line));
      }
    } catch (IOException gone) {
      // The caller hung up.
    }
  }

  private static void say(Socket caller, String answer) throws IOException {
    if (!answer.isEmpty()) {
      caller.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.shutdownNow();
  }
}
