package io.cameo.service.delivery;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.cdn.CdnTags;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.gravatar.GravatarSettings;
import io.cameo.service.http.ProblemWriter;
import io.cameo.service.settings.Settings;
import io.cameo.service.switches.Switch;
import io.cameo.storage.ObjectNotFoundException;
import io.cameo.storage.StorageUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * The delivery addresses over a database and a store that are maps, count who asks them, and go
 * away when they are told to. Each object holds ten digits and its name.
 */
final class DeliveryRig implements AutoCloseable {

  /**
   * The cache logs every load that fails; held, because a logger that nobody holds is forgotten.
   */
  private static final Logger CACHE = Logger.getLogger("com.github.benmanes.caffeine");

  static {
    CACHE.setLevel(Level.OFF);
  }

  /** Largest first, as the installation's. */
  static final List<Integer> SIZES = List.of(256, 128, 64);

  static final String STABLE =
      "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400";

  /** Where {@code d=} may lead. */
  static final String ELSEWHERE = "https://static.example.org/a/";

  final Map<String, Shown> current = new ConcurrentHashMap<>();
  final Map<String, String> owners = new ConcurrentHashMap<>();

  /** Keys of objects that are not in the store. */
  final Set<String> lost = ConcurrentHashMap.newKeySet();

  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger stats = new AtomicInteger();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  volatile boolean storeAway;
  volatile boolean databaseAway;
  private final ExecutorService loading = Executors.newVirtualThreadPerTaskExecutor();
  final PictureMemory memory =
      new PictureMemory(
          new DeliverySettings(1_048_576, 100, Duration.ofSeconds(60)),
          new PictureMemory.States() {
            @Override
            public Optional<Shown> current(String subject) {
              look();
              return Optional.ofNullable(current.get(subject));
            }

            @Override
            public Optional<Shown> version(VersionId id) {
              look();
              return current.values().stream().filter(shown -> shown.id().equals(id)).findFirst();
            }

            @Override
            public Optional<String> subjectOf(String hash) {
              look();
              return Optional.ofNullable(owners.get(hash));
            }
          },
          new Store() {
            @Override
            public byte[] read(String key) {
              return DeliveryRig.this.read(key);
            }

            @Override
            public boolean has(String key) {
              stats.incrementAndGet();
              failIf(storeAway);
              return !lost.contains(key);
            }
          },
          loading,
          new Troubles(System::nanoTime),
          metrics);
  final PictureServlet pictures;
  final GravatarServlet hashes;

  DeliveryRig() {
    memory.connected();
    FallbackAvatars fallbacks = new FallbackAvatars(FallbackStyle.SILHOUETTE);
    Answers answers =
        new Answers(
            new PictureWriter(Duration.ofSeconds(60)),
            new ProblemWriter(JsonMapper.builder().build()),
            new DeliveryCounts(metrics),
            new Troubles(System::nanoTime));
    Showing showing = new Showing(memory, answers, new Troubles(System::nanoTime));
    pictures =
        new PictureServlet(
            memory, showing, fallbacks, answers, CdnTags.NONE, SIZES, Switch::isUsuallyOn);
    hashes =
        new GravatarServlet(
            memory,
            showing,
            fallbacks,
            answers,
            CdnTags.NONE,
            GravatarSettings.from(new Settings(Map.of("CAMEO_GRAVATAR_REDIRECTS", ELSEWHERE)))
                .redirects(),
            Switch::isUsuallyOn);
  }

  private void look() {
    looks.incrementAndGet();
    failIf(databaseAway);
  }

  private byte[] read(String key) {
    reads.incrementAndGet();
    failIf(storeAway);
    if (lost.contains(key)) {
      throw new ObjectNotFoundException(key);
    }
    return bytes(key.substring(key.lastIndexOf('/') + 1));
  }

  private static void failIf(boolean away) {
    if (away) {
      throw new StorageUnavailableException("an injected fault at /var/lib/secret");
    }
  }

  /** The key of a version's rendition. */
  static String key(Shown shown, String name) {
    return shown.id().keyPrefix() + name;
  }

  double substitutes(FallbackReason why) {
    return metrics.get("cameo.delivery.substitutes").tag("reason", why.word()).counter().count();
  }

  /** A version of these renditions, each by its name. */
  static Shown shown(List<String> names) {
    return Shown.of(
        VersionId.random(),
        names.stream()
            .map(
                name ->
                    new StoredObject(
                        name,
                        Integer.parseInt(name.substring(0, name.indexOf('.'))),
                        bytes(name).length,
                        "00".repeat(32)))
            .toList());
  }

  /** A version with all sizes in these types. */
  static Shown whole(String... extensions) {
    return shown(
        SIZES.stream()
            .flatMap(size -> Stream.of(extensions).map(extension -> size + "." + extension))
            .toList());
  }

  /** Ten digits and the name, so that a body tells what it is. */
  static byte[] bytes(String name) {
    return ("0123456789" + name).getBytes(StandardCharsets.US_ASCII);
  }

  static MockHttpServletRequest request(String method, String path) {
    String[] parts = path.split("\\?", 2);
    MockHttpServletRequest request = new MockHttpServletRequest(method, parts[0]);
    if (parts.length == 2) {
      request.setQueryString(parts[1]);
    }
    return request;
  }

  MockHttpServletResponse answer(MockHttpServletRequest request) {
    HttpServlet servlet =
        String.valueOf(request.getRequestURI()).startsWith("/avatar") ? hashes : pictures;
    MockHttpServletResponse response = new MockHttpServletResponse();
    try {
      servlet.service(request, response);
    } catch (IOException | jakarta.servlet.ServletException failed) {
      throw new AssertionError(failed);
    }
    return response;
  }

  MockHttpServletResponse get(String path) {
    return answer(request("GET", path));
  }

  MockHttpServletResponse get(String path, String header, String value) {
    MockHttpServletRequest request = request("GET", path);
    request.addHeader(header, value);
    return answer(request);
  }

  static String body(MockHttpServletResponse response) {
    return new String(response.getContentAsByteArray(), StandardCharsets.US_ASCII);
  }

  /** Which object an answer shows: its name; a drawn picture shows none. */
  static String name(MockHttpServletResponse response) {
    String body = body(response);
    return body.startsWith("0123456789") ? body.substring(10) : "drawn";
  }

  @Override
  public void close() {
    loading.close();
  }
}
