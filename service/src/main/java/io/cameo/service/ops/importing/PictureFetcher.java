package io.cameo.service.ops.importing;

import io.cameo.service.http.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches pictures from addresses that nobody has vouched for. A name is resolved once; all that it
 * resolves to is looked at; and the connection goes to what was looked at, so that a name which
 * resolves differently the second time gains nothing. Every redirection begins anew.
 */
final class PictureFetcher {

  private static final int MOST_REDIRECTIONS = 5;

  /** Finds the network addresses of a server's name. */
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /**
   * @param connect longest wait for a connection
   * @param silence longest time without a byte
   * @param whole longest time of everything, redirections and body included
   */
  record Times(Duration connect, Duration silence, Duration whole) {
    static final Times USUAL =
        new Times(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  private final NetworkRules rules;
  private final Names names;
  private final SSLSocketFactory secure;
  private final Times times;

  PictureFetcher(NetworkRules rules, Names names, SSLSocketFactory secure, Times times) {
    this.rules = rules;
    this.names = names;
    this.secure = secure;
    this.times = times;
  }

  static PictureFetcher of(NetworkRules rules) {
    return new PictureFetcher(
        rules,
        InetAddress::getAllByName,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        Times.USUAL);
  }

  /** What an address gives: the picture, or nothing, because there is none (404 or 410). */
  Optional<InputStream> fetch(String text) throws IOException {
    long end = System.nanoTime() + times.whole().toNanos();
    PictureAddress address = PictureAddress.parse(text);
    for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
      Exchange exchange = ask(address, end);
      boolean handedOver = false;
      try {
        HttpAnswer answer = exchange.answer();
        switch (answer.status()) {
          case 200 -> {
            requirePlain(answer);
            handedOver = true;
            return Optional.of(new Body(answer.body(), exchange));
          }
          case 404, 410 -> {
            return Optional.empty();
          }
          case 301, 302, 303, 307, 308 ->
              address =
                  address.redirected(
                      answer
                          .header("location")
                          .orElseThrow(() -> PictureAddress.refused("redirects to nowhere")));
          default -> throw failed("The server answers " + answer.status() + ".");
        }
      } finally {
        if (!handedOver) {
          exchange.close();
        }
      }
    }
    throw PictureAddress.refused("redirects more than " + MOST_REDIRECTIONS + " times");
  }

  private static void requirePlain(HttpAnswer answer) {
    answer
        .header("content-encoding")
        .filter(coding -> !coding.equalsIgnoreCase("identity"))
        .ifPresent(
            coding -> {
              throw failed("The server sends the picture compressed, which was not asked for.");
            });
  }

  static RuntimeException failed(String sentence) {
    return Problem.of(422, "fetch-failed", "The picture could not be fetched", sentence)
        .toException();
  }

  private InetAddress lookedAt(String host) {
    InetAddress[] found;
    try {
      found = names.of(host);
    } catch (UnknownHostException unknown) {
      throw failed("The server's name is not known.");
    }
    if (found.length == 0 || !List.of(found).stream().allMatch(rules::allows)) {
      throw PictureAddress.refused(
          "leads into a network that is not public (--allow-private-addresses if it should)");
    }
    return found[0];
  }

  private Exchange ask(PictureAddress address, long end) {
    InetAddress server = lookedAt(address.server());
    Exchange exchange = new Exchange(end);
    try {
      exchange.send(address, server);
      return exchange;
    } catch (IOException failed) {
      exchange.close();
      throw exchange
          .tooLate(failed)
          .orElseGet(
              () ->
                  failed(
                      "The server could not be asked: "
                          + failed.getMessage()
                          + ". See that the address opens in a browser."));
    } catch (RuntimeException refused) {
      exchange.close();
      throw refused;
    }
  }

  /** A connection of one question and one answer, which ends at its time whatever happens. */
  private final class Exchange {

    private final Socket plain = new Socket();
    private final CountDownLatch over = new CountDownLatch(1);
    private Optional<HttpAnswer> answer = Optional.empty();
    private volatile boolean expired;

    Exchange(long end) {
      Thread.ofVirtual().name("fetch-end").start(() -> endAt(end));
    }

    private void endAt(long end) {
      try {
        if (!over.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          expired = true;
          plain.close();
        }
      } catch (IOException closed) {
        over.countDown();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void send(PictureAddress address, InetAddress server) throws IOException {
      plain.connect(
          new InetSocketAddress(server, address.port()), (int) times.connect().toMillis());
      plain.setSoTimeout((int) times.silence().toMillis());
      Socket socket = address.isSecure() ? secured(address) : plain;
      String question =
          "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Cameo\r\nAccept: image/*\r\n"
                  .formatted(address.target(), address.authority())
              + "Accept-Encoding: identity\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      answer = Optional.of(HttpAnswer.read(socket.getInputStream()));
    }

    private Socket secured(PictureAddress address) throws IOException {
      SSLSocket socket =
          (SSLSocket) secure.createSocket(plain, address.server(), address.port(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    }

    /** What to say of a failure that is one of time; empty for any other. */
    Optional<RuntimeException> tooLate(IOException failure) {
      if (expired) {
        return Optional.of(
            failed(
                "The whole picture did not arrive within "
                    + times.whole().toSeconds()
                    + " s. Try again later, or fetch it yourself and import the file."));
      }
      return failure instanceof SocketTimeoutException
          ? Optional.of(
              failed(
                  "The server said nothing for "
                      + (plain.isConnected() ? times.silence() : times.connect()).toSeconds()
                      + " s. Try again later; a server that is never faster needs its pictures"
                      + " fetched by hand and imported as files."))
          : Optional.empty();
    }

    HttpAnswer answer() {
      return answer.orElseThrow();
    }

    void close() {
      over.countDown();
      try {
        plain.close();
      } catch (IOException closed) {
        over.countDown();
      }
    }
  }

  private static final class Body extends FilterInputStream {
    private final Exchange exchange;

    Body(InputStream bytes, Exchange exchange) {
      super(bytes);
      this.exchange = exchange;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        return in.read(into, from, length);
      } catch (IOException failed) {
        throw exchange.tooLate(failed).orElseThrow(() -> failed);
      }
    }

    @Override
    public void close() {
      exchange.close();
    }
  }
}
