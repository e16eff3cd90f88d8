package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Callers who hold connections by being slow, and callers who open too many. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowCallerTest {

  private static final int CONNECTIONS = 20;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "CAMEO_HEAD_TIMEOUT", "1s",
          "CAMEO_SILENCE_TIMEOUT", "2s",
          "CAMEO_UPLOAD_MIN_RATE", "5000",
          "CAMEO_UPLOAD_RATE_GRACE", "500ms",
          "CAMEO_UPLOAD_TIMEOUT", "4s",
          "CAMEO_SPOOL_MEMORY", "0",
          "CAMEO_CONNECTIONS", "" + CONNECTIONS);

  private final byte[] picture = Pictures.jpeg(Pictures.quarters(300, 200));
  private Program program;
  private Truth truth;

  /** A connection gives way to others only there; the other tests have more processors. */
  private static final ProgramForm ON_ONE_PROCESSOR =
      () ->
          Stream.concat(
                  Stream.of("-XX:ActiveProcessorCount=1"), PackagedForm.UNPACKED.command().stream())
              .toList();

  @BeforeAll
  void start() {
    program = Program.start(ON_ONE_PROCESSOR, Homes.prepared(), SETTINGS);
    truth = new Truth(program);
  }

  @AfterAll
  void stop() {
    program.close();
  }

  private RawConnection upload(String key, String type, int length) {
    return new RawConnection(program)
        .send(
            "PUT /v1/avatars/slow HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + key
                + "\r\nContent-Type: "
                + type
                + "\r\nContent-Length: "
                + length
                + "\r\n\r\n");
  }

  private void assertTimedOut(String said) {
    assertThat(RawConnection.statuses(said)).as(said).containsExactly(408);
    assertThat(said).contains("application/problem+json").contains("upload-timeout");
    assertThat(truth.rowsAbout("slow")).isEmpty();
    Wait.until(
        "temporary files to be gone: " + truth.temporaryFiles(),
        Duration.ofSeconds(10),
        () -> truth.temporaryFiles().isEmpty());
  }

  @Test
  void h4AHeadThatComesByteByByteIsCutOff() {
    try (RawConnection connection = new RawConnection(program)) {
      connection.send("GET /u/nobody HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ");

      assertThat(connection.trickle(new byte[] {'x'}).untilClosed()).isEmpty();
    }
  }

  @Test
  void h4AHeadThatStopsIsCutOff() {
    try (RawConnection connection = new RawConnection(program)) {
      assertThat(connection.send("GET /u/nobody HT").untilClosed()).isEmpty();
    }
  }

  @Test
  void h4AConnectionThatSaysNothingIsCutOff() {
    try (RawConnection connection = new RawConnection(program)) {
      assertThat(connection.untilClosed()).isEmpty();
    }
  }

  @Test
  void h4ABodyThatComesTooSlowlyIsAnswered408() {
    try (RawConnection connection = upload(Program.ADMIN_KEY, "image/jpeg", 100_000)) {
      assertTimedOut(connection.trickle(new byte[] {1}).untilClosed());
    }
  }

  @Test
  void h4AFormThatComesTooSlowlyIsAnswered408() {
    try (RawConnection connection =
        upload(Program.ADMIN_KEY, "multipart/form-data; boundary=x", 100_000)) {
      connection.send("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n");

      assertTimedOut(connection.trickle(new byte[] {1}).untilClosed());
    }
  }

  @Test
  void h4ADocumentThatComesTooSlowlyIsAnswered408() {
    try (RawConnection connection = new RawConnection(program)) {
      connection.send(
          "POST /v1/tokens HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
              + "Content-Length: 100000\r\n\r\n{\"subject\":\"");

      String said = connection.trickle(new byte[] {'x'}).untilClosed();

      assertThat(RawConnection.statuses(said)).as(said).containsExactly(408);
    }
  }

  @Test
  void h4ABodyThatStallsJustBeforeItsEndIsAnswered408() {
    try (RawConnection connection = upload(Program.ADMIN_KEY, "image/jpeg", picture.length)) {
      connection.send(Arrays.copyOf(picture, picture.length - 1));

      assertTimedOut(connection.untilClosed());
    }
  }

  @Test
  void h4ABodyThatIsFastEnoughButHasNoEndIsAnswered408() {
    try (RawConnection connection = upload(Program.ADMIN_KEY, "image/jpeg", 5_000_000)) {
      assertTimedOut(connection.trickle(new byte[1_000]).untilClosed());
    }
  }

  @Test
  void h4ARefusedBodyThatTricklesInIsAnsweredAtOnceAndThenCutOff() {
    try (RawConnection connection = upload("not-the-key", "image/jpeg", 100_000)) {
      String answer = connection.until("\"unauthorized\"");

      String all = connection.trickle(new byte[] {1}).untilClosed();

      assertThat(RawConnection.statuses(all)).containsExactly(401);
      assertThat(all).startsWith(answer);
    }
  }

  @Test
  void h4ARefusedBodyThatArrivesInTimeCostsNeitherTheAnswerNorTheConnection() {
    try (RawConnection connection = upload("not-the-key", "image/jpeg", 3_000_000)) {
      connection.send(new byte[3_000_000]);
      connection.send("GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

      String said = connection.until("\"not-found\"");

      assertThat(RawConnection.statuses(said)).containsExactly(401, 404);
    }
  }

  @Test
  void h4ACallerThatNeverReadsItsAnswersIsCutOff() throws IOException {
    String subject = "never-reads";
    new Api(program, Program.ADMIN_KEY).upload(subject, Pictures.jpeg(Pictures.quarters(900, 900)));
    ByteBuffer requests =
        ByteBuffer.wrap(
            ("GET /u/" + subject + ".jpg?s=512 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                .repeat(200)
                .getBytes(StandardCharsets.US_ASCII));
    try (SocketChannel socket = SocketChannel.open()) {
      socket.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), program.port()));
      socket.configureBlocking(false);

      Wait.until(
          "the program to cut off who never reads",
          Duration.ofSeconds(40),
          () -> {
            try {
              for (int i = 0; i < 50 && socket.write(requests) > 0; i++) {
                requests.rewind();
              }
              return false;
            } catch (IOException cut) {
              return true;
            }
          });
    }
    assertThat(new Api(program, "").get("/u/" + subject + ".jpg").status()).isEqualTo(200);
  }

  @Test
  void h4ThereAreNoMoreConnectionsThanWereSetAndTheIdleOnesMakeRoom() {
    long before = sockets();
    List<RawConnection> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * CONNECTIONS; i++) {
        idle.add(new RawConnection(program));
      }
      Wait.until(
          "the program to take connections",
          Duration.ofSeconds(10),
          () -> sockets() >= before + CONNECTIONS / 2);
      assertThat(sockets()).isLessThanOrEqualTo(before + CONNECTIONS + 2);

      assertThat(new Api(program, "").get("/v1/limits").status()).isEqualTo(200);
    } finally {
      idle.forEach(RawConnection::close);
    }
  }

  /** Sockets that the program's own process has open. */
  private long sockets() {
    Path descriptors = Path.of("/proc/" + program.pid() + "/fd");
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(SlowCallerTest::isSocket).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException gone) {
      return false;
    }
  }
}
