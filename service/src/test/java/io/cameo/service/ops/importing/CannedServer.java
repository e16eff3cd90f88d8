package io.cameo.service.ops.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on the loopback that answers every question with the same bytes, however wrong. */
final class CannedServer implements AutoCloseable {

  /** Writes an answer; may fail when the other side has gone. */
  interface Answer {
    void to(String path, OutputStream out) throws IOException;
  }

  private final ServerSocket socket;
  private final Answer answer;
  private final List<String> questions = new CopyOnWriteArrayList<>();

  private CannedServer(Answer answer) throws IOException {
    this.answer = answer;
    this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::serve);
  }

  static CannedServer answering(Answer answer) throws IOException {
    return new CannedServer(answer);
  }

  static CannedServer answering(String head, String body) throws IOException {
    byte[] bytes =
        (head.replace("\n", "\r\n") + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    return answering((path, out) -> out.write(bytes));
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket caller = socket.accept();
        Thread.ofVirtual().start(() -> answer(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket caller) {
    try (caller) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(caller.getInputStream(), StandardCharsets.ISO_8859_1));
      String first = String.valueOf(in.readLine());
      StringBuilder question = new StringBuilder(first);
      String line;
      while ((line = in.readLine()) != null && !line.isEmpty()) {
        question.append('\n').append(line);
      }
      questions.add(question.toString());
      answer.to(first.split(" ")[1], caller.getOutputStream());
      caller.getOutputStream().flush();
    } catch (IOException callerLeft) {
      questions.add("left: " + callerLeft.getMessage());
    }
  }

  List<String> questions() {
    return questions;
  }

  int port() {
    return socket.getLocalPort();
  }

  String address(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
