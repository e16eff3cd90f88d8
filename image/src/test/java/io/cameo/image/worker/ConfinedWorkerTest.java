package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Crop;
import io.cameo.image.EveryType;
import io.cameo.image.OddPictures;
import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Recipe;
import io.cameo.image.Rendition;
import io.cameo.image.sandbox.Confinement;
import io.cameo.image.sandbox.Confinement.Mode;
import io.cameo.image.sandbox.DeniedSeccomp;
import io.cameo.image.sandbox.Layer;
import io.cameo.image.vips.LibvipsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The worker as it ships, locked in, beside one that is not. */
@EnabledOnOs(OS.LINUX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ConfinedWorkerTest {
  private static final int SECONDS = 7;
  private static final Confinement CONFINED =
      Confinement.forPictures(Mode.REQUIRED, 50_000_000, 16 << 20, SECONDS);
  private static final List<Recipe> RECIPES =
      List.of(
          new Recipe(List.of(256, 64), 512, 85, Optional.empty(), 50_000_000),
          new Recipe(List.of(96), 0, 85, Optional.of(new Crop(3, 5, 40, 90)), 50_000_000));

  private final Diary diary = new Diary();
  private Path folder;
  private Puppets puppets;
  private WorkerPool confined;
  private WorkerPool free;

  @BeforeAll
  void openTwoPools(@TempDir Path folder) throws Exception {
    this.folder = folder;
    puppets = new Puppets(folder);
    confined = new WorkerPool(command(CONFINED), Puppets.options(1, 8), diary);
    free = new WorkerPool(command(Confinement.off()), Puppets.options(1, 8), WorkerListener.NONE);
    assertThat(confined.awaitReady(Duration.ofSeconds(30))).isTrue();
    assertThat(free.awaitReady(Duration.ofSeconds(30))).isTrue();
  }

  @AfterAll
  void closeThem() {
    confined.close();
    free.close();
    assertThat(diary.words()).containsOnly(WorkerExit.CLOSED);
  }

  private WorkerCommand command(Confinement confinement) throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    return new WorkerCommand(
        WorkerCommand.ownJava(),
        WorkerClasspath.locate(folder),
        LibvipsFile.locate(folder),
        empty,
        WorkerLimits.defaults(),
        confinement);
  }

  private long pid() {
    return diary.ready.getFirst().pid();
  }

  private String proc(String file) throws Exception {
    return new String(Puppets.proc(pid(), file).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void namesEveryLayerWhenItIsReady() {
    assertThat(diary.ready.getFirst().layers())
        .contains(
            Layer.LOADERS.word(),
            Layer.NO_NEW_PRIVILEGES.word(),
            Layer.PARENT_DEATH.word(),
            Layer.NOT_DUMPABLE.word(),
            Layer.LIMITS.word(),
            Layer.SECCOMP.word());
  }

  @Test
  void isHeldByTheKernelInEveryThread() throws Exception {
    int threads = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        assertThat(Files.readString(task.resolve("status")))
            .containsPattern("Seccomp:\\s+2\n")
            .containsPattern("NoNewPrivs:\\s+1\n");
        threads++;
      }
    }
    assertThat(threads).isGreaterThan(5);
  }

  @Test
  void hasTheLimitsThatItWasGiven() throws Exception {
    String limits = proc("limits");
    long data = (long) CONFINED.dataMebibytes() << 20;

    assertThat(limits)
        .containsPattern("Max data size +" + data + " +" + data)
        .containsPattern("Max core file size +0 +0")
        .containsPattern("Max file size +0 +0")
        .containsPattern("Max open files +64 +64")
        .containsPattern("Max cpu time +[0-9]+ +7200");
  }

  @Test
  void getsNewProcessorTimeWithEveryPicture() throws Exception {
    // A second more than it has used up, rounded down, and the time of one picture.
    for (int i = 0; i < 3; i++) {
      puppets.send(confined, RECIPES.getFirst(), fixtures().get("painted.jpg"));
      assertThat(softCpuLimit()).isBetween((long) SECONDS + 1, (long) SECONDS + 30);
    }
  }

  private long softCpuLimit() throws Exception {
    var found = Pattern.compile("Max cpu time +([0-9]+)").matcher(proc("limits"));
    assertThat(found.find()).isTrue();
    return Long.parseLong(found.group(1));
  }

  @Test
  void rendersEveryFixtureOfEveryTypeAsAWorkerWithoutASandboxDoes() throws Exception {
    int rendered = 0;
    for (Map.Entry<String, byte[]> fixture : fixtures().entrySet()) {
      for (Recipe recipe : RECIPES) {
        Outcome inside = puppets.send(confined, recipe, fixture.getValue());
        Outcome outside = puppets.send(free, recipe, fixture.getValue());
        assertSame(fixture.getKey(), inside, outside);
        rendered += inside instanceof Rendered ? 1 : 0;
      }
    }
    assertThat(rendered).isGreaterThan(10);
  }

  /** Whatever memory the pictures before have left behind, and in whichever process (M7). */
  @Test
  void m7OddAndPartialPicturesComeOutTheSameWhateverWasInMemoryBefore() throws Exception {
    byte[] before = EveryType.files().get("painted.png");
    byte[] between = EveryType.files().get("inks.jpg");
    int rendered = 0;
    int refused = 0;
    for (Map.Entry<String, byte[]> odd : OddPictures.files().entrySet()) {
      puppets.send(confined, RECIPES.getFirst(), before);
      Outcome once = puppets.send(confined, RECIPES.getFirst(), odd.getValue());
      puppets.send(confined, RECIPES.getFirst(), between);
      Outcome again = puppets.send(confined, RECIPES.getFirst(), odd.getValue());
      Outcome elsewhere = puppets.send(free, RECIPES.getFirst(), odd.getValue());
      assertSame(odd.getKey(), again, once);
      assertSame(odd.getKey(), elsewhere, once);
      rendered += once instanceof Rendered ? 1 : 0;
      refused += once instanceof Refused ? 1 : 0;
    }
    assertThat(rendered).as("odd pictures that are taken").isGreaterThan(40);
    assertThat(refused).as("partial ones that are not").isGreaterThan(5);
  }

  private static void assertSame(String name, Outcome inside, Outcome outside) {
    if (outside instanceof Refused) {
      assertThat(inside).as(name).isEqualTo(outside);
      return;
    }
    List<Rendition> expected = ((Rendered) outside).renditions();
    List<Rendition> found = ((Rendered) inside).renditions();
    assertThat(found).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).name()).isEqualTo(expected.get(i).name());
      assertThat(found.get(i).bytes()).as(name).isEqualTo(expected.get(i).bytes());
    }
  }

  /** Pictures of our own in every type, and those that lie beside the project. */
  private static Map<String, byte[]> fixtures() throws Exception {
    Map<String, byte[]> fixtures = new LinkedHashMap<>(EveryType.files());
    Optional<Path> shared = RealWorkerTest.sharedPictures();
    if (shared.isPresent()) {
      try (Stream<Path> files = Files.list(shared.get())) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          fixtures.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
    }
    return fixtures;
  }

  @Test
  void doesNotComeUpWhereAContainerForbidsSeccompAndItIsRequired() throws Exception {
    Diary seen = new Diary();
    DeniedSeccomp.run(
        () -> {
          try (WorkerPool pool = new WorkerPool(command(CONFINED), Puppets.options(1, 8), seen)) {
            Puppets.eventually("a worker has ended", () -> !seen.exits.isEmpty());
            assertThat(pool.awaitReady(Duration.ofMillis(1))).isFalse();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });

    assertThat(seen.words().getFirst()).isEqualTo(WorkerExit.NO_SANDBOX);
    assertThat(seen.lines)
        .anySatisfy(
            line ->
                assertThat(line.text())
                    .contains(
                        "The worker ends (no-sandbox)", "EPERM", "docs/operations/sandbox.md"));
  }

  @Test
  void comesUpWithTheOtherLayersWhereSeccompIsOnlyPreferred() throws Exception {
    Diary seen = new Diary();
    Confinement preferred = Confinement.forPictures(Mode.PREFERRED, 50_000_000, 16 << 20, SECONDS);
    DeniedSeccomp.run(
        () -> {
          try (WorkerPool pool = new WorkerPool(command(preferred), Puppets.options(1, 8), seen)) {
            assertThat(pool.awaitReady(Duration.ofSeconds(30))).isTrue();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });

    assertThat(seen.ready.getFirst().layers())
        .contains(Layer.LIMITS.word(), Layer.NO_NEW_PRIVILEGES.word())
        .doesNotContain(Layer.SECCOMP.word());
    List<String> said = new ArrayList<>();
    seen.lines.forEach(line -> said.add(line.text()));
    assertThat(String.join("\n", said)).contains("The worker goes on without: The seccomp filter");
  }
}
