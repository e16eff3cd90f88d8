package io.cameo.service.takedown;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.cdn.NotPurgedException;
import io.cameo.service.cdn.Purger;
import io.cameo.service.cdn.Stale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A CDN that keeps for ever what it has once seen of a catalogue, until it is told to let go of it,
 * and that can be deaf or forgetful. The real caches are in the black-box tests.
 */
final class Edge implements Purger {

  private static final String DRAWN = "\"drawn-face\"";

  final List<Stale> told = new CopyOnWriteArrayList<>();
  volatile boolean refuses;
  volatile boolean hidesTags;

  /** What another server answers at a subject's stable addresses; its renditions are not there. */
  record Page(int status, String tag) {}

  final Map<String, Page> elsewhere = new ConcurrentHashMap<>();

  /** Purges that have no effect, from the next one on. */
  volatile int withoutEffect;

  /** What is under way, and the most of it that was at any time. */
  static final class Load {
    private final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    volatile CountDownLatch open = new CountDownLatch(0);

    private void comes() {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        open.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        now.decrementAndGet();
      }
    }

    /** From now on all that comes waits. */
    void close() {
      most.set(0);
      open = new CountDownLatch(1);
    }
  }

  final Load looks = new Load();
  final Load purges = new Load();

  private final Map<String, Optional<String>> kept = new ConcurrentHashMap<>();
  private final Catalogue catalogue;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Edge(Catalogue catalogue) {
    this.catalogue = catalogue;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The entity tag that the edge shows; empty for 404. */
  Optional<String> shows(String path, String accept) {
    return kept.computeIfAbsent(path + " " + accept, key -> origin(path));
  }

  private Optional<String> origin(String path) {
    if (path.startsWith("/a/")) {
      return VersionId.parse(path.substring(3, 35))
          .flatMap(catalogue::version)
          .filter(Version::isShown)
          .map(version -> "\"" + version.id() + "-" + path.substring(36) + "\"");
    }
    return Optional.of(
        catalogue
            .current(subject(path))
            .map(version -> "\"" + version.id() + "-64.jpg\"")
            .orElse(DRAWN));
  }

  private static String subject(String path) {
    return path.substring("/u/".length()).replaceFirst("(\\.jpg)?(\\?.*)?$", "");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      looks.comes();
      String path = exchange.getRequestURI().toString();
      if (path.startsWith("/u/") && elsewhere.containsKey(subject(path))) {
        Page page = elsewhere.getOrDefault(subject(path), new Page(404, ""));
        exchange.getResponseHeaders().add("ETag", page.tag());
        exchange.sendResponseHeaders(page.status(), -1);
        return;
      }
      Optional<String> tag = shows(path, exchange.getRequestHeaders().getFirst("Accept"));
      if (tag.isPresent() && !hidesTags) {
        exchange.getResponseHeaders().add("ETag", "W/" + tag.get());
      }
      exchange.getResponseHeaders().add("Age", "7");
      exchange.sendResponseHeaders(tag.isPresent() ? 200 : 404, -1);
    }
  }

  @Override
  public void purge(List<Stale> stale) {
    purges.comes();
    if (refuses) {
      throw new NotPurgedException("The edge is deaf.");
    }
    told.addAll(stale);
    if (withoutEffect > 0) {
      withoutEffect--;
    } else {
      kept.clear();
    }
  }

  @Override
  public Pace pace() {
    return new Pace(Duration.ZERO, Duration.ZERO);
  }

  @Override
  public void close() {
    looks.open.countDown();
    purges.open.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
