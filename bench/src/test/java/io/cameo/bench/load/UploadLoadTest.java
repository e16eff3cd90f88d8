package io.cameo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UploadLoadTest {

  private static final String CREATED = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";

  private static UploadLoad load(int connections, int uploads) {
    return new UploadLoad(
        connections, uploads, Duration.ofSeconds(20), Duration.ofSeconds(10), System::nanoTime);
  }

  /** Uploads 10,000 bytes; only status 201 is right. */
  private record Target(InetSocketAddress address, ByteBuffer body) implements UploadTarget {

    Target(ScriptedServer server) {
      this(server.address(), ByteBuffer.allocateDirect(10_000));
    }

    @Override
    public String head(String subject) {
      return Http.head("PUT", "/" + subject, Map.of("Content-Length", "10000"));
    }

    @Override
    public Optional<String> faultOf(String subject, Answer answer) {
      return answer.status() == 201 ? Optional.empty() : Optional.of("status " + answer.status());
    }
  }

  @Test
  void uploadsForDistinctSubjectsExactlyAsOftenAsAsked() throws Exception {
    try (ScriptedServer server = new ScriptedServer(true, Collections.nCopies(50, CREATED))) {
      UploadRound round = load(4, 25).run(new Target(server), "round1");
      assertThat(round.uploads()).isEqualTo(25);
      assertThat(round.faults()).isEmpty();
      assertThat(round.millis()).hasSize(25);
      assertThat(server.heads.stream().map(head -> head.lines().findFirst().orElseThrow()))
          .hasSize(25)
          .doesNotHaveDuplicates()
          .contains("PUT /round1-0 HTTP/1.1", "PUT /round1-24 HTTP/1.1");
    }
  }

  @Test
  void countsWrongAnswersAsFaultsAndNotAsUploads() throws Exception {
    String wrong = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = new ScriptedServer(true, List.of(CREATED, wrong, CREATED))) {
      UploadRound round = load(1, 3).run(new Target(server), "round");
      assertThat(round.uploads()).isEqualTo(2);
      assertThat(round.faults()).containsExactly("status 500");
    }
  }

  @Test
  void connectsAgainAfterTheServerClosed() throws Exception {
    String closing = "HTTP/1.1 201 Created\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = new ScriptedServer(true, List.of(CREATED, closing, CREATED))) {
      UploadRound round = load(1, 4).run(new Target(server), "round");
      assertThat(round.uploads()).isEqualTo(3);
      assertThat(round.faults()).hasSize(1);
    }
  }

  @Test
  void beginsNothingAfterTheBound() throws IOException, InterruptedException {
    try (ScriptedServer server = new ScriptedServer(true, List.of(CREATED))) {
      UploadLoad load =
          new UploadLoad(2, 100, Duration.ZERO, Duration.ofSeconds(5), System::nanoTime);
      UploadRound round = load.run(new Target(server), "round");
      assertThat(round.uploads()).isZero();
      assertThat(server.heads).isEmpty();
    }
  }

  @Test
  void breaksOffAServerThatNeverReads() throws IOException, InterruptedException {
    try (java.net.ServerSocket silent =
        new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
      UploadLoad load =
          new UploadLoad(1, 1, Duration.ofMillis(100), Duration.ofMillis(400), System::nanoTime);
      Target target =
          new Target(
              new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()),
              ByteBuffer.allocateDirect(50_000_000));
      UploadRound round = load.run(target, "round");
      assertThat(round.uploads()).isZero();
      assertThat(round.faults()).hasSize(1);
    }
  }
}
