package io.cameo.service.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Lookups;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.cdn.CdnTags;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.http.ProblemWriter;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.settings.Settings;
import io.cameo.service.switches.Switch;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.TestSwitches;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Until;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** What the addresses of a picture answer through its life, on PostgreSQL and the disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PictureLifeTest {

  /**
   * The cache logs every load that fails; held, because a logger that nobody holds is forgotten.
   */
  private static final Logger CACHE = Logger.getLogger("com.github.benmanes.caffeine");

  static {
    CACHE.setLevel(Level.OFF);
  }

  private static final Actor ACTOR = new Actor("admin", Optional.empty(), Optional.empty());

  private TestDatabase database;
  private ObjectStore store;
  private Path folder;
  private TestCatalogue catalogue;
  private SwitchBook switches;
  private PictureServlet servlet;

  @BeforeAll
  void open(@TempDir Path temporary) {
    folder = temporary.resolve("objects");
    database = TestDatabase.open();
    store = DiskStore.open(folder, new DiskStoreOptions(0));
    ChangeBus bus = new ChangeBus();
    catalogue = TestCatalogue.on(database.dataSource(), store::deleteAll, bus);
    servlet = node(catalogue.catalogue(), bus);
  }

  /** The servlet of a node with a memory of its own, which hears what its bus says. */
  private PictureServlet node(Lookups lookups, ChangeBus bus) {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    DeliverySettings settings = new DeliverySettings(1_048_576, 100, Duration.ofSeconds(60));
    DeliveryConfiguration wiring = new DeliveryConfiguration();
    Troubles troubles = wiring.deliveryTroubles();
    PictureMemory memory =
        wiring.pictureMemory(
            settings,
            lookups,
            TestCatalogue.identities(database.dataSource(), bus),
            store,
            bus,
            troubles,
            metrics,
            Optional.empty());
    bus.connected();
    switches = TestSwitches.of(database.dataSource(), bus);
    Answers answers =
        wiring.deliveryAnswers(
            settings, new ProblemWriter(JsonMapper.builder().build()), troubles, metrics);
    return wiring
        .pictureServlet(
            memory,
            wiring.showing(memory, answers, troubles),
            new FallbackAvatars(FallbackStyle.SILHOUETTE),
            answers,
            CdnTags.NONE,
            ImagingSettings.from(new Settings(Map.of()), folder, 1_000),
            switches)
        .getServlet();
  }

  @AfterAll
  void close() {
    store.close();
    database.close();
  }

  /** Makes a version that shows this text the subject's current one. */
  private VersionId publish(String subject, String text) {
    VersionId id = VersionId.random();
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    List<StoredObject> objects =
        List.of(
            new StoredObject("64.jpg", 64, bytes.length, "00".repeat(32)),
            new StoredObject("master.jpg", 64, bytes.length, "00".repeat(32)));
    Intent intent =
        new Intent(
            id,
            subject,
            catalogue.catalogue().admit("ann", Optional.empty()).order(),
            new Version.Source("image/jpeg", 40, 30, 1000, "ab".repeat(32), ""),
            new Version.Look("AQID", "#112233"),
            objects,
            Optional.empty());
    catalogue.changes().intend(intent);
    store.putAll(
        objects.stream()
            .map(
                object ->
                    new NewObject(
                        id.keyPrefix() + object.name(),
                        bytes,
                        ObjectMetadata.immutable("image/jpeg")))
            .toList());
    assertThat(catalogue.changes().publish(intent, Optional.empty(), ACTOR))
        .isEqualTo(Published.DONE);
    return id;
  }

  private MockHttpServletResponse get(String path) {
    return get(servlet, path);
  }

  private static MockHttpServletResponse get(PictureServlet servlet, String path) {
    String[] parts = path.split("\\?", 2);
    MockHttpServletRequest request = new MockHttpServletRequest("GET", parts[0]);
    if (parts.length == 2) {
      request.setQueryString(parts[1]);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    try {
      servlet.service(request, response);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    return response;
  }

  private MockHttpServletResponse get(VersionId id) {
    return get("/a/" + id + "/64.jpg");
  }

  private static String text(MockHttpServletResponse response) {
    return new String(response.getContentAsByteArray(), StandardCharsets.US_ASCII);
  }

  @Test
  void d4AReplacedPictureStaysAtItsOwnAddressAndLeavesTheStableOne() {
    VersionId first = publish("ann", "first");
    assertThat(text(get("/u/ann"))).isEqualTo("first");
    VersionId second = publish("ann", "second");

    assertThat(text(get("/u/ann"))).isEqualTo("second");
    assertThat(text(get(first))).isEqualTo("first");
    assertThat(text(get(second))).isEqualTo("second");
    assertThat(get("/a/" + second + "/master.jpg").getStatus()).isEqualTo(404);
  }

  @Test
  void d4I8ADeletedPictureIsNowhereToBeSeenUntilItIsBroughtBack() {
    VersionId first = publish("bob", "first");
    VersionId second = publish("bob", "second");
    assertThat(get(first).getStatus()).isEqualTo(200);
    assertThat(get(second).getStatus()).isEqualTo(200);

    catalogue.changes().delete("bob", ACTOR);

    assertThat(get(first).getStatus()).isEqualTo(404);
    assertThat(get(second).getStatus()).isEqualTo(404);
    assertThat(get("/u/bob?d=404").getStatus()).isEqualTo(404);
    catalogue.changes().revert("bob", Optional.empty(), ACTOR);
    assertThat(text(get(second))).isEqualTo("second");
    assertThat(get(first).getStatus()).as("nobody brought this one back").isEqualTo(404);
  }

  @Test
  void whileOnlyDrawnPicturesAreDeliveredNobodysOwnIsAtAnyAddress() {
    VersionId id = publish("dan", "picture");
    TestSwitches.turn(switches, Switch.FALLBACKS_ONLY, true);

    MockHttpServletResponse immutable = get(id);
    MockHttpServletResponse stable = get("/u/dan");

    assertThat(immutable.getStatus()).isEqualTo(200);
    assertThat(immutable.getContentType()).isEqualTo("image/jpeg");
    assertThat(immutable.getHeader("Cache-Control")).doesNotContain("immutable");
    assertThat(text(immutable)).isNotEqualTo("picture");
    assertThat(stable.getStatus()).isEqualTo(200);
    assertThat(text(stable)).isNotEqualTo("picture");
    assertThat(get("/u/dan?d=404").getStatus()).isEqualTo(404);
    assertThat(get(VersionId.random()).getStatus()).isEqualTo(404);

    TestSwitches.turn(switches, Switch.FALLBACKS_ONLY, false);
    assertThat(text(get(id))).isEqualTo("picture");
    assertThat(text(get("/u/dan"))).isEqualTo("picture");
  }

  @Test
  void i8AnErasedPictureIsNowhereToBeSeenFromThenOn() {
    VersionId id = publish("cy", "picture");
    assertThat(get(id).getStatus()).isEqualTo(200);

    catalogue.changes().erase("cy", ACTOR);

    assertThat(get(id).getStatus()).isEqualTo(404);
    assertThat(get("/u/cy?d=404").getStatus()).isEqualTo(404);
  }

  /** Look-ups of a node that may be cut off from the database. */
  private Lookups unless(AtomicBoolean cutOff) {
    Lookups real = catalogue.catalogue();
    return new Lookups() {
      @Override
      public Optional<Version> current(String subject) {
        require();
        return real.current(subject);
      }

      @Override
      public Optional<Version> version(VersionId id) {
        require();
        return real.version(id);
      }

      @Override
      public List<Version> history(String subject) {
        require();
        return real.history(subject);
      }

      private void require() {
        if (cutOff.get()) {
          throw new DataAccessResourceFailureException("cut off");
        }
      }
    };
  }

  @Test
  void i8ANodeThatIsCutOffFromTheDatabaseShowsWhatItRemembersAndNothingErased() {
    publish("hal", "picture");
    AtomicBoolean cutOff = new AtomicBoolean();
    ChangeBus itsOwn = new ChangeBus();
    PictureServlet other = node(unless(cutOff), itsOwn);
    assertThat(text(get(other, "/u/hal"))).isEqualTo("picture");
    cutOff.set(true);
    itsOwn.lost();
    MockHttpServletResponse last = get(other, "/u/hal");
    assertThat(text(last)).isEqualTo("picture");
    assertThat(last.getHeader("X-Cameo-Fallback")).isEqualTo("last-known");

    catalogue.changes().erase("hal", ACTOR);
    catalogue.reaper().reap();

    Until.holds(
        "the node to see that the objects are gone",
        () -> {
          MockHttpServletResponse drawn = get(other, "/u/hal");
          assertThat(drawn.getStatus()).isEqualTo(200);
          return "database-unavailable".equals(drawn.getHeader("X-Cameo-Fallback"))
              && !text(drawn).equals("picture");
        });
  }

  @Test
  void aPictureThatIsNotPublishedYetIsNotFound() {
    Intent intent =
        new Intent(
            VersionId.random(),
            "dee",
            catalogue.catalogue().admit("ann", Optional.empty()).order(),
            new Version.Source("image/jpeg", 40, 30, 1000, "ab".repeat(32), ""),
            new Version.Look("AQID", "#112233"),
            List.of(new StoredObject("64.jpg", 64, 5, "00".repeat(32))),
            Optional.empty());
    catalogue.changes().intend(intent);

    assertThat(get(intent.id()).getStatus()).isEqualTo(404);
  }

  @Test
  void i15ACutFileIsAnErrorAndNoPicture() throws IOException {
    VersionId id = publish("eve", "picture");
    try (var files = Files.walk(folder)) {
      Path file =
          files.filter(path -> path.toString().endsWith(id + "/64.jpg")).findFirst().orElseThrow();
      Files.write(file, "pict".getBytes(StandardCharsets.US_ASCII));
    }

    MockHttpServletResponse response = get(id);

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aPictureWhoseObjectIsGoneIsAnErrorThatIsNotRemembered() {
    VersionId id = publish("fay", "picture");
    store.delete(id.keyPrefix() + "64.jpg");
    assertThat(get(id).getStatus()).isEqualTo(503);

    store.put(
        new NewObject(
            id.keyPrefix() + "64.jpg",
            "picture".getBytes(StandardCharsets.US_ASCII),
            ObjectMetadata.immutable("image/jpeg")));

    assertThat(text(get(id))).isEqualTo("picture");
  }

  @Test
  void i3ReadersSeeWholePicturesOnlyWhileTheyChange() throws InterruptedException {
    publish("gus", "picture-0");
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 1; i <= 30; i++) {
                    publish("gus", "picture-" + i);
                  }
                });
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int last = 0;
    while (last < 30) {
      assertThat(System.nanoTime()).isLessThan(end);
      MockHttpServletResponse response = get("/u/gus");
      assertThat(response.getStatus()).isEqualTo(200);
      assertThat(text(response)).matches("picture-[0-9]+");
      int seen = Integer.parseInt(text(response).substring("picture-".length()));
      assertThat(seen).as("a reader never goes back").isGreaterThanOrEqualTo(last);
      last = seen;
    }
    writer.join();
  }
}
