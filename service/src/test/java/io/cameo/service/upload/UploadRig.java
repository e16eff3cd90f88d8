package io.cameo.service.upload;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import io.cameo.service.accounts.TestAccounts;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.http.TestAdvice;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.imaging.Renderer;
import io.cameo.service.imaging.StandInRenderer;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.limits.TestLimits;
import io.cameo.service.objects.LostRegions;
import io.cameo.service.objects.ObjectVersionLife;
import io.cameo.service.objects.RegionSettings;
import io.cameo.service.observability.Marks;
import io.cameo.service.scan.Scanner;
import io.cameo.service.scan.TestScanners;
import io.cameo.service.settings.Settings;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.TestSwitches;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/**
 * The way of an upload from the controller to PostgreSQL and the store, in which everything between
 * the service and the outside can be broken. Only the workers have a stand-in.
 */
final class UploadRig implements AutoCloseable {

  final Faults faults;
  final TestDatabase database;
  final ObjectStore store;
  final FaultyStore faultyStore;
  final TestCatalogue faultyCatalogue;
  final Path spool;
  final UploadSettings settings;
  final TestLimits limits;
  final UploadGate gate;
  final SwitchBook switches;

  /** How long an upload waits for its turn with the workers. */
  volatile Duration patience = Duration.ofSeconds(30);

  final FairQueue turns = new FairQueue(() -> new FairQueue.Bounds(8, 8, 100, patience));
  final UploadIntake intake;
  private final Scanner scanner;
  private final MockMvc http;

  /** Who makes the renditions, past what breaks. */
  volatile Renderer workers = new StandInRenderer();

  /**
   * Both ways to the outside: one that works, and one on which things break.
   *
   * @param store past everything that breaks
   */
  record Ways(
      TestDatabase database, DataSource faultyDatabase, ObjectStore store, FaultyStore faulty) {}

  /** On the disk, with a fault before or after each call. */
  static UploadRig onDisk(Path folder) {
    return onDisk(folder, TestScanners.off());
  }

  /** The same with a scanner. */
  static UploadRig onDisk(Path folder, Scanner scanner) {
    return onDisk(folder, scanner, TestLimits::off);
  }

  /** The same with limits, on the way that works. */
  static UploadRig onDisk(Path folder, Scanner scanner, Function<DataSource, TestLimits> limits) {
    Faults faults = new Faults();
    TestDatabase database = TestDatabase.open();
    ObjectStore store = DiskStore.open(folder.resolve("objects"), new DiskStoreOptions(0));
    return new UploadRig(
        folder.resolve("spool"),
        faults,
        new Ways(
            database,
            new FaultyDatabase(database.dataSource(), faults).dataSource(),
            store,
            new FaultyStore(store, faults)),
        scanner,
        limits.apply(database.dataSource()));
  }

  UploadRig(Path spool, Faults faults, Ways ways, Scanner scanner) {
    this(spool, faults, ways, scanner, TestLimits.off(ways.database().dataSource()));
  }

  UploadRig(Path spool, Faults faults, Ways ways, Scanner scanner, TestLimits limits) {
    this.scanner = scanner;
    this.limits = limits;
    this.faults = faults;
    this.database = ways.database();
    this.store = ways.store();
    this.faultyStore = ways.faulty();
    this.spool = spool;
    this.faultyCatalogue = TestCatalogue.on(ways.faultyDatabase(), faultyStore::deleteAll);
    this.settings =
        new UploadSettings(100_000, 16, Duration.ofMinutes(1), spool, 1_048_576, Optional.empty());
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    this.switches = TestSwitches.of(database.dataSource(), new ChangeBus());
    this.gate = new UploadGate(settings, switches);
    this.intake = intake(metrics);
    this.http = http();
  }

  private UploadIntake intake(SimpleMeterRegistry metrics) {
    UploadConfiguration wiring = new UploadConfiguration();
    return wiring.uploadIntake(
        gate,
        limits.limits(),
        wiring.spool(settings, scanner, Optional.empty()),
        settings,
        uploads(),
        imaging(),
        new UploadTimes(metrics, Marks.NONE));
  }

  private UploadAvatar uploads() {
    return new UploadConfiguration()
        .uploadAvatar(
            faultyCatalogue.catalogue(),
            faultyCatalogue.changes(),
            TestCatalogue.tokens(database.dataSource()),
            faultyCatalogue.audit(),
            faultyRenderer(),
            faultyStore,
            new UploadAvatar.Shares(
                new WorkerTurns(turns, turns),
                limits.limits()::quota,
                "r1 q85",
                false,
                new UploadTimes(new SimpleMeterRegistry(), Marks.NONE)));
  }

  /** The way of an import, on the same database and store and by the same scanner. */
  PictureIntake imports() {
    return new UploadConfiguration()
        .pictureIntake(faultyCatalogue.catalogue(), uploads(), settings, scanner);
  }

  private ImagingSettings imaging() {
    return ImagingSettings.from(new Settings(Map.of()), spool, settings.maxBytes());
  }

  private MockMvc http() {
    AvatarController controller =
        new AvatarController(
            TestAccounts.withAdminKey(),
            intake,
            faultyCatalogue.catalogue(),
            faultyCatalogue.changes(),
            new UploadConfiguration().addresses(settings, CdnSettings.OFF),
            new ErasureCertificates(
                TestCatalogue.erasures(database.dataSource()),
                TestCatalogue.USUAL,
                LostRegions.of(store, RegionSettings.NONE),
                new ObjectVersionLife.None(),
                CdnSettings.OFF,
                new ErasureSettings(Optional.empty())));
    return MockMvcBuilders.standaloneSetup(controller)
        .setControllerAdvice(TestAdvice.problems())
        .build();
  }

  private Renderer faultyRenderer() {
    return (picture, length, crop) -> {
      Optional<Faults.Kind> fault =
          faults.next("render", Faults.Kind.REFUSED, Faults.Kind.ANSWER_LOST);
      if (fault.isPresent()) {
        if (fault.get() == Faults.Kind.ANSWER_LOST) {
          workers.render(picture, length, crop);
        }
        throw StandInRenderer.workerEnded();
      }
      return workers.render(picture, length, crop);
    };
  }

  /** Forgets all subjects and objects. */
  void empty() {
    database.sql().sql("truncate subject, version, idempotency, audit, erasure").update();
    List<String> keys = new ArrayList<>();
    store.listAll("", object -> keys.add(object.key()));
    store.deleteAll(keys);
  }

  /** Uploads through the API. */
  MockHttpServletResponse upload(String subject, Optional<String> key, byte[] picture) {
    MockHttpServletRequestBuilder request =
        put("/v1/avatars/{subject}", subject).contentType("image/jpeg").content(picture);
    key.ifPresent(name -> request.header("Idempotency-Key", name));
    return answer(request);
  }

  MockHttpServletResponse remove(String subject) {
    return answer(delete("/v1/avatars/{subject}", subject));
  }

  MockHttpServletResponse erase(String subject) {
    return answer(delete("/v1/avatars/{subject}", subject).param("erase", "true"));
  }

  MockHttpServletResponse revert(String subject) {
    return answer(post("/v1/avatars/{subject}/revert", subject));
  }

  private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) {
    try {
      return http.perform(request.header(HttpHeaders.AUTHORIZATION, TestAccounts.ADMIN))
          .andReturn()
          .getResponse();
    } catch (Exception neverAnAnswer) {
      throw new AssertionError("the caller would get no answer of ours", neverAnAnswer);
    }
  }

  /** A body that begins like a JPEG and differs from that of every other seed. */
  static byte[] picture(int seed) {
    byte[] bytes = new byte[2_000];
    new java.util.Random(seed).nextBytes(bytes);
    byte[] head = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0};
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  @Override
  public void close() {
    store.close();
    database.close();
  }
}
