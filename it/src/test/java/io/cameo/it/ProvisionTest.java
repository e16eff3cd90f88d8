package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged program makes a bucket ready on a real server. */
@Timeout(180)
class ProvisionTest {

  @Test
  void makesTheBucketAndFindsNothingToDoAgain() {
    try (S3Proxy s3 = S3Proxy.start()) {
      Path home = Homes.empty();
      Map<String, String> settings = s3.settings("AWS_S3_BUCKET", "made-by-provision");

      Answer made = OperatorCommand.run(home, settings, "provision", "--yes", "--json");
      Answer again = OperatorCommand.run(home, settings, "provision");

      assertThat(made.exitCode()).as(made.out() + made.err()).isZero();
      assertThat(made.out()).contains("\"bucket\" : \"made-by-provision\"", "\"changed\"");
      assertThat(again.exitCode()).as(again.out()).isZero();
      assertThat(again.out())
          .contains("not supported by this server", "All is well, as far as this server can.");
    }
  }
}
