package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cameo.image.Crop;
import io.cameo.image.Form;
import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Recipe;
import io.cameo.image.Refusal;
import io.cameo.image.Rendition;
import io.cameo.image.sandbox.Confinement;
import io.cameo.image.sandbox.Layer;
import io.cameo.image.vips.LibvipsFile;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker as it ships: the real engine in real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RealWorkerTest {
  private static final Recipe RECIPE =
      new Recipe(List.of(128, 64), 256, 85, Optional.empty(), 1_000_000);

  private static final Confinement CONFINED =
      Confinement.forPictures(Confinement.Mode.REQUIRED, 50_000_000, 16 << 20, 20);

  private final Diary diary = new Diary();
  private Puppets puppets;
  private Path libvips;
  private WorkerPool pool;

  @BeforeAll
  void openAPool(@TempDir Path folder) throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    puppets = new Puppets(folder);
    libvips = LibvipsFile.locate(folder);
    WorkerCommand command =
        new WorkerCommand(
            WorkerCommand.ownJava(),
            WorkerClasspath.locate(folder),
            libvips,
            empty,
            WorkerLimits.defaults(),
            CONFINED);
    pool = new WorkerPool(command, Puppets.options(2, 64), diary);
    assertThat(pool.awaitReady(Duration.ofSeconds(30))).isTrue();
  }

  @AfterAll
  void closeThePool() {
    pool.close();
    assertThat(diary.ready).allMatch(ready -> Puppets.isGone(ready.pid()));
    assertThat(diary.words()).containsOnly(WorkerExit.CLOSED);
  }

  private static byte[] picture(String format, int width, int height, Color colour, int kind)
      throws Exception {
    BufferedImage image = new BufferedImage(width, height, kind);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour.getRGB());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] jpeg(Color colour) throws Exception {
    return picture("jpg", 400, 300, colour, BufferedImage.TYPE_INT_RGB);
  }

  private static Recipe inEveryForm(int quality) {
    return new Recipe(
        List.of(512, 64), 0, quality, Optional.empty(), 1_000_000, EnumSet.allOf(Form.class));
  }

  /** Locked in, whatever the encoders want for the first time at a size or a quality. */
  @ParameterizedTest
  @ValueSource(ints = {1, 85, 100})
  void makesEveryFormOfEverySize(int quality) throws Exception {
    Rendered opaque =
        (Rendered) puppets.send(pool, inEveryForm(quality), jpeg(new Color(40, 90, 200)));
    Rendered transparent =
        (Rendered)
            puppets.send(
                pool,
                inEveryForm(quality),
                picture("png", 700, 600, new Color(9, 90, 9, 90), BufferedImage.TYPE_INT_ARGB));

    assertThat(opaque.renditions())
        .extracting(Rendition::name)
        .containsExactlyInAnyOrder(
            "512.jpg", "512.webp", "512.avif", "64.jpg", "64.webp", "64.avif");
    assertThat(transparent.renditions())
        .extracting(Rendition::name)
        .containsExactlyInAnyOrder(
            "512.jpg", "512.png", "512.webp", "512.avif", "64.jpg", "64.png", "64.webp", "64.avif");
  }

  @Test
  void makesOnlyTheFormThatIsAskedFor() throws Exception {
    Recipe avif = new Recipe(List.of(96), 0, 85, Optional.empty(), 1_000_000, Set.of(Form.AVIF));

    Rendered rendered = (Rendered) puppets.send(pool, avif, jpeg(Color.RED));

    assertThat(rendered.renditions()).extracting(Rendition::name).containsExactly("96.avif");
  }

  @Test
  void makesEverySizeAndTheMaster() throws Exception {
    Rendered rendered = (Rendered) puppets.send(pool, RECIPE, jpeg(Color.RED));
    assertThat(rendered.source().type()).isEqualTo(ImageType.JPEG);
    assertThat(rendered.renditions())
        .extracting(Rendition::name)
        .containsExactlyInAnyOrder("128.jpg", "64.jpg", "master.jpg");
    for (Rendition one : rendered.renditions()) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(one.bytes()));
      assertThat(image.getWidth()).isEqualTo(one.width()).isEqualTo(image.getHeight());
      assertRed(new Color(image.getRGB(one.width() / 2, one.width() / 2)));
    }
  }

  private static void assertRed(Color colour) {
    assertThat(colour.getRed()).isGreaterThan(240);
    assertThat(colour.getGreen()).isLessThan(15);
  }

  @Test
  void makesBothTypesOfATransparentPicture() throws Exception {
    byte[] png = picture("png", 200, 200, new Color(0, 0, 255, 90), BufferedImage.TYPE_INT_ARGB);
    Rendered rendered = (Rendered) puppets.send(pool, RECIPE, png);
    assertThat(rendered.transparent()).isTrue();
    assertThat(rendered.renditions())
        .extracting(Rendition::name)
        .containsExactlyInAnyOrder("128.jpg", "128.png", "64.jpg", "64.png", "master.png");
  }

  @Test
  void refusesWhatIsBrokenTooLargeOrNoPicture() throws Exception {
    byte[] whole = jpeg(Color.GREEN);
    byte[] large = picture("png", 1_001, 1_000, Color.GRAY, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(refusal(Arrays.copyOf(whole, whole.length / 2))).isEqualTo(Refusal.DAMAGED_PICTURE);
    assertThat(refusal(large)).isEqualTo(Refusal.TOO_MANY_PIXELS);
    assertThat(refusal("<svg/>".getBytes())).isEqualTo(Refusal.UNSUPPORTED_TYPE);
    assertThat(refusal(new byte[0])).isEqualTo(Refusal.UNSUPPORTED_TYPE);
  }

  private Refusal refusal(byte[] picture) throws Exception {
    return ((Refused) puppets.send(pool, RECIPE, picture)).refusal();
  }

  @Test
  void givesEveryCallerItsOwnPicture() throws Exception {
    List<Color> colours = List.of(Color.RED, Color.GREEN, Color.BLUE, Color.WHITE, Color.BLACK);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> ends = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        byte[] picture = jpeg(colours.get(i % colours.size()));
        expected.add(colour(puppets.send(pool, RECIPE, picture)));
        ends.add(CompletableFuture.supplyAsync(() -> colourOf(picture), callers));
      }
      assertThat(ends.stream().map(CompletableFuture::join).toList()).isEqualTo(expected);
      assertThat(expected.stream().distinct()).hasSize(colours.size());
    }
  }

  private String colourOf(byte[] picture) {
    try {
      return colour(puppets.send(pool, RECIPE, picture));
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static String colour(Outcome outcome) {
    return ((Rendered) outcome).color();
  }

  @Test
  void answersEverySharedPictureWithAnOutcome() throws Exception {
    Optional<Path> shared = sharedPictures();
    assumeTrue(shared.isPresent(), "the folder of shared pictures is not here");
    Recipe plain = new Recipe(List.of(512, 64), 1024, 85, Optional.empty(), 50_000_000);
    Recipe turned = new Recipe(List.of(96), 0, 85, Optional.of(new Crop(3, 5, 60, 90)), 50_000_000);
    int rendered = 0;
    try (Stream<Path> files = Files.list(shared.get())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] picture = Files.readAllBytes(file);
        Outcome whole = puppets.send(pool, plain, picture);
        Outcome part = puppets.send(pool, turned, picture);
        assertThat(whole.getClass()).as(file.toString()).isEqualTo(part.getClass());
        rendered += whole instanceof Rendered ? 1 : 0;
      }
    }
    assertThat(rendered).isGreaterThan(10);
  }

  static Optional<Path> sharedPictures() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path pictures = at.resolveSibling("shared").resolve("pictures");
      if (Files.isRegularFile(at.resolve(".gitignore")) && Files.isDirectory(pictures)) {
        return Optional.of(pictures);
      }
    }
    return Optional.empty();
  }

  @Test
  void knowsWhichLibraryItsWorkersUseAndThatEveryLayerIsActive() throws Exception {
    Puppets.eventually("both are ready", () -> diary.ready.size() == 2);
    assertThat(diary.ready)
        .allSatisfy(
            ready -> {
              assertThat(ready.version()).matches("8\\.\\d+\\.\\d+.*");
              assertThat(ready.layers())
                  .containsExactlyInAnyOrderElementsOf(
                      Arrays.stream(Layer.values()).map(Layer::word).toList());
            });
  }

  @Test
  void givesItsWorkersNothingButPipesTheJdkTheImageClassesAndLibvips() throws Exception {
    puppets.send(pool, RECIPE, jpeg(Color.RED));
    long pid = diary.ready.getFirst().pid();
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux has /proc");
    assertThat(Puppets.proc(pid, "environ")).hasValueSatisfying(e -> assertThat(e).isEmpty());
    List<String> open = Puppets.openFiles(pid);
    assertThat(open.subList(0, 3)).allMatch(target -> target.startsWith("pipe:"));
    assertThat(open.subList(3, open.size()))
        .allMatch(
            target ->
                target.startsWith(System.getProperty("java.home"))
                    || target.startsWith(Puppets.classesOf(WorkerMain.class).toString())
                    || target.equals(libvips.toString()));
  }
}
