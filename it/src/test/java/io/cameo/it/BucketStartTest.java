package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A start with a bucket that cannot be used says in one error which setting to change. */
@Timeout(240)
class BucketStartTest {

  private static String refused(S3Proxy s3, String name, String value) {
    Map<String, String> settings = new HashMap<>(s3.settings());
    settings.put(name, value);
    try (Program program = Program.launch(PackagedForm.UNPACKED, Homes.prepared(), settings)) {
      Wait.until("the program to end", Duration.ofSeconds(60), () -> !program.isAlive());
      assertThat(program.stop()).as("exit code").isEqualTo(1);
      return program.logTail();
    }
  }

  private static void saysOnce(String log, String... words) {
    assertThat(log).contains(words).doesNotContain("\tat ");
    List<String> naming = log.lines().filter(line -> line.contains(words[0])).toList();
    assertThat(naming).as(log).hasSize(1);
  }

  @Test
  void aBucketThatDoesNotExistIsNamedWithItsSetting() {
    try (S3Proxy s3 = S3Proxy.start()) {
      saysOnce(refused(s3, "AWS_S3_BUCKET", "nowhere-to-be-found"), "AWS_S3_BUCKET", "nowhere");
    }
  }

  @Test
  void anAccessKeyThatTheServerDoesNotKnowIsNamedWithItsSetting() {
    try (S3Proxy s3 = S3Proxy.start()) {
      String log = refused(s3, "AWS_ACCESS_KEY_ID", "a-stranger");
      saysOnce(log, "AWS_ACCESS_KEY_ID");
      assertThat(log).doesNotContain("it-secret");
    }
  }
}
