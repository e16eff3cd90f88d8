package io.cameo.service.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server with STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4954, 4616), which takes a message
 * only of who has both.
 */
final class SmtpServer implements AutoCloseable {

  /** What came. */
  record Message(boolean encrypted, String user, String from, String to, String text) {}

  final List<Message> messages = new CopyOnWriteArrayList<>();

  /** Every line that was readable for whoever listens. */
  final List<String> inTheClear = new CopyOnWriteArrayList<>();

  /** Every login that was tried. */
  final List<String> logins = new CopyOnWriteArrayList<>();

  volatile boolean offersTls = true;
  volatile boolean refusesTls;

  private final SSLContext tls;
  private final String login;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  SmtpServer(SSLContext tls, String user, String password) {
    this.tls = tls;
    this.login = user + "\0" + password;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    threads.execute(this::accept);
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
    try (caller) {
      say(caller, "220 here");
      new Conversation(caller, false).run();
    } catch (IOException gone) {
      // The caller hung up.
    }
  }

  private static void say(Socket caller, String answer) throws IOException {
    caller.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
    caller.getOutputStream().flush();
  }

  /**
   * What is said on one socket; after STARTTLS another one goes on, and knows nothing of before.
   */
  private final class Conversation {

    private final Socket socket;
    private final boolean encrypted;
    private String user = "";
    private String from = "";
    private String to = "";

    Conversation(Socket socket, boolean encrypted) {
      this.socket = socket;
      this.encrypted = encrypted;
    }

    void run() throws IOException {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!encrypted) {
          inTheClear.add(line);
        }
        if (line.equals("STARTTLS") && offersTls && !refusesTls) {
          say(socket, "220 go on");
          encrypt();
          return;
        }
        if (line.equals("DATA") && !user.isEmpty()) {
          say(socket, "354 go on");
          messages.add(new Message(encrypted, user, from, to, text(lines)));
          say(socket, "250 taken");
        } else {
          say(socket, answer(line));
        }
      }
    }

    private void encrypt() throws IOException {
      SSLSocket over =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), false);
      over.setUseClientMode(false);
      over.startHandshake();
      new Conversation(over, true).run();
    }

    private static String text(BufferedReader lines) throws IOException {
      StringBuilder text = new StringBuilder();
      for (String line = lines.readLine(); line != null && !line.equals("."); ) {
        text.append(line).append('\n');
        line = lines.readLine();
      }
      return text.toString();
    }

    private String answer(String line) {
      return switch (line.split("[ :]", 2)[0]) {
        case "EHLO" ->
            "250-here\r\n" + (encrypted || !offersTls ? "" : "250-STARTTLS\r\n") + "250 AUTH PLAIN";
        case "STARTTLS" -> "454 not now";
        case "AUTH" -> login(line);
        case "MAIL" -> {
          from = line;
          yield user.isEmpty() ? "530 log in" : "250 well";
        }
        case "RCPT" -> {
          to = line;
          yield "250 well";
        }
        case "DATA" -> "530 log in";
        case "QUIT" -> "221 bye";
        default -> "250 well";
      };
    }

    private String login(String line) {
      String[] words = line.split(" ");
      String given = new String(Base64.getDecoder().decode(words[2]), StandardCharsets.UTF_8);
      logins.add(given);
      // For whom somebody acts, who it is, and the password.
      String[] parts = given.split("\0", 2);
      if (!words[1].equals("PLAIN") || !parts[1].equals(login)) {
        return "535 no";
      }
      user = parts[1].split("\0")[0];
      return "235 well";
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
