package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several JVMs of a run share is made by one of them. */
class OnceTest {

  @TempDir private Path folder;

  /** Another JVM of the same run. */
  static final class Other {
    private Other() {}

    public static void main(String... words) {
      Once.make(Path.of(words[0]), "thing", words[1], () -> System.exit(3));
    }
  }

  private int other(String wanted) throws Exception {
    Process jvm =
        new ProcessBuilder(
                PackagedForm.java(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                folder.toString(),
                wanted)
            .start();
    assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return jvm.exitValue();
  }

  @Test
  void itIsMadeOnceForAllJvmsOfARunAndAnewForTheNext() throws Exception {
    AtomicInteger made = new AtomicInteger();

    Once.make(folder, "thing", "run 1", made::incrementAndGet);
    Once.make(folder, "thing", "run 1", made::incrementAndGet);

    assertThat(made).hasValue(1);
    assertThat(other("run 1")).isZero();
    assertThat(other("run 2")).isEqualTo(3);
  }

  @Test
  void allJvmsThatMavenStartsKnowTheirRun() {
    assertThat(System.getProperty("cameo.run")).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.+");
  }
}
