package io.cameo.service.ops.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that lie, dawdle or send elsewhere. */
@Timeout(60)
class PictureFetcherTest {

  private static final PictureFetcher.Times SHORT =
      new PictureFetcher.Times(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final List<String> asked = new ArrayList<>();

  private InetAddress[] loopback(String host) throws UnknownHostException {
    asked.add(host);
    return new InetAddress[] {
      InetAddress.getByAddress(host, InetAddress.getByName("127.0.0.1").getAddress())
    };
  }

  private PictureFetcher fetcher(boolean allowPrivate, PictureFetcher.Names names) {
    return new PictureFetcher(
        new NetworkRules(allowPrivate),
        names,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        SHORT);
  }

  private PictureFetcher inside() {
    return fetcher(true, this::loopback);
  }

  private static String read(PictureFetcher fetcher, String address) throws IOException {
    try (InputStream body = fetcher.fetch(address).orElseThrow()) {
      return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void assertRefused(
      String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().code()).isEqualTo(code));
  }

  @Test
  void readsBodiesOfEveryHonestForm() throws IOException {
    try (CannedServer length =
            CannedServer.answering("HTTP/1.1 200 OK\nContent-Length: 3", "abcdef");
        CannedServer chunks =
            CannedServer.answering(
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked",
                "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        CannedServer end = CannedServer.answering("HTTP/1.0 200 OK\nServer: old", "to the end");
        CannedServer first =
            CannedServer.answering(
                "HTTP/1.1 103 Early Hints\nLink: x\n\nHTTP/1.1 200 OK\nContent-Length: 1", "x")) {
      assertThat(read(inside(), length.address("/a?b=c"))).isEqualTo("abc");
      assertThat(read(inside(), chunks.address("/"))).isEqualTo("abcde");
      assertThat(read(inside(), end.address(""))).isEqualTo("to the end");
      assertThat(read(inside(), first.address("/"))).isEqualTo("x");
      assertThat(length.questions().getFirst())
          .startsWith("GET /a?b=c HTTP/1.1\nHost: 127.0.0.1:" + length.port())
          .contains("Accept-Encoding: identity", "Connection: close");
    }
  }

  @Test
  void thatThereIsNoPictureIsNoFailureAndOtherAnswersAre() throws IOException {
    try (CannedServer none = CannedServer.answering("HTTP/1.1 404 Not Found", "");
        CannedServer broken = CannedServer.answering("HTTP/1.1 500 Oh", "secret words")) {
      assertThat(inside().fetch(none.address("/"))).isEmpty();
      assertRefused("fetch-failed", () -> inside().fetch(broken.address("/")));
    }
  }

  @Test
  void connectsToNothingInsideUnlessItIsAllowed() throws IOException {
    try (CannedServer server = CannedServer.answering("HTTP/1.1 200 OK", "x")) {
      assertRefused(
          "address-refused",
          () -> fetcher(false, this::loopback).fetch("http://x.test:" + server.port() + "/"));
      PictureFetcher mixed =
          fetcher(
              false,
              host ->
                  new InetAddress[] {
                    InetAddress.getByName("93.184.216.34"), InetAddress.getByName("10.0.0.1")
                  });
      assertRefused("address-refused", () -> mixed.fetch("http://x.test/"));
      assertThat(server.questions()).isEmpty();
    }
  }

  @Test
  void aNameThatResolvesOtherwiseTheSecondTimeGainsNothing() throws IOException {
    try (CannedServer server = CannedServer.answering("HTTP/1.1 200 OK", "first")) {
      PictureFetcher rebound =
          fetcher(
              true,
              host ->
                  asked.isEmpty()
                      ? loopback(host)
                      : new InetAddress[] {InetAddress.getByName("169.254.169.254")});
      String address = "http://rebinding.test:" + server.port() + "/";
      assertThat(read(rebound, address)).isEqualTo("first");
      assertThat(asked).as("looked up once").hasSize(1);
      assertThat(server.questions().getFirst()).contains("Host: rebinding.test");
      assertRefused("address-refused", () -> rebound.fetch(address));
    }
  }

  @Test
  void everyRedirectionIsLookedAtAnew() throws IOException {
    try (CannedServer server =
        CannedServer.answering(
            (path, out) ->
                out.write(
                    ("HTTP/1.1 302 Found\r\nLocation: "
                            + switch (path) {
                              case "/metadata" -> "http://169.254.169.254/latest/";
                              case "/name" -> "http://inside.test/";
                              case "/file" -> "file:///etc/passwd";
                              case "/user" -> "http://a@127.0.0.1/";
                              case "/number" -> "http://2130706433/";
                              default -> "/loop";
                            }
                            + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1)))) {
      PictureFetcher fetcher =
          fetcher(
              true,
              host ->
                  host.equals("127.0.0.1")
                      ? loopback(host)
                      : new InetAddress[] {InetAddress.getByName("169.254.169.254")});
      for (String path : List.of("/metadata", "/name", "/file", "/user", "/number", "/loop")) {
        assertRefused("address-refused", () -> fetcher.fetch(server.address(path)));
      }
      assertThat(server.questions().stream().filter(each -> each.contains(" /loop "))).hasSize(6);
    }
  }

  @Test
  void answersThatLieOrNeverEndDoNoHarm() throws IOException {
    try (CannedServer gzip =
            CannedServer.answering("HTTP/1.1 200 OK\nContent-Encoding: gzip", "\u001f\u008b");
        CannedServer cut = CannedServer.answering("HTTP/1.1 200 OK\nContent-Length: 9", "short");
        CannedServer two =
            CannedServer.answering("HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2", "x");
        CannedServer chunk =
            CannedServer.answering("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "zz\r\n");
        CannedServer head =
            CannedServer.answering("HTTP/1.1 200 OK\nX: " + "y".repeat(100_000), "x");
        CannedServer ssh = CannedServer.answering("SSH-2.0-OpenSSH_9", "")) {
      assertRefused("fetch-failed", () -> inside().fetch(gzip.address("/")));
      assertThatThrownBy(() -> read(inside(), cut.address("/"))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> read(inside(), chunk.address("/"))).isInstanceOf(IOException.class);
      for (CannedServer server : List.of(two, head, ssh)) {
        assertRefused("fetch-failed", () -> inside().fetch(server.address("/")));
      }
    }
  }

  @Test
  void aServerThatDawdlesIsLeftAtTheEndOfItsTime() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (CannedServer drops =
            CannedServer.answering(
                (path, out) -> {
                  out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                  while (!wait(never, 50)) {
                    out.write('x');
                    out.flush();
                  }
                });
        CannedServer silent = CannedServer.answering((path, out) -> wait(never, 30_000))) {
      assertTooLate("did not arrive within 2 s", () -> read(inside(), drops.address("/")));
      assertTooLate("said nothing for 1 s", () -> inside().fetch(silent.address("/")));
    } finally {
      never.countDown();
    }
  }

  private static void assertTooLate(
      String words, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo("fetch-failed");
              assertThat(refused.problem().detail()).contains(words, "Try again later");
            });
  }

  private static boolean wait(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
