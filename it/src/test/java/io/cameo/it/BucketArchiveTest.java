package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Archives in a bucket, of an installation that keeps its pictures on disk. */
@Timeout(240)
class BucketArchiveTest {

  private static final String PLACE = "s3://backups/cameo/home";

  private static Map<String, String> access(S3Proxy s3, String... more) {
    Map<String, String> settings = new HashMap<>(s3.settings());
    settings.remove("AWS_S3_BUCKET");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  @Test
  void aBackupGoesToABucketAndComesBackFromIt() {
    try (S3Proxy s3 = S3Proxy.start();
        Program program = Program.start(Program.newHome(), Map.of())) {
      s3.makeBucket("backups");
      Path home = program.home();
      Api api = new Api(program, Program.ADMIN_KEY);
      for (int i = 0; i < 3; i++) {
        assertThat(api.upload(Api.subject(), Pictures.jpeg(120 + i, Pictures.RED)).status())
            .isEqualTo(201);
      }

      Answer backup = OperatorCommand.run(home, access(s3), "backup", "--to", PLACE);
      assertThat(backup.exitCode()).as(backup.err()).isZero();
      assertThat(backup.out()).contains("in " + PLACE);
      api.upload(Api.subject(), Pictures.jpeg(130, Pictures.BLUE));
      Answer more = OperatorCommand.run(home, access(s3), "backup", "--to", PLACE, "--keep", "5");
      assertThat(more.exitCode()).as(more.err()).isZero();

      Answer verified =
          OperatorCommand.run(home, access(s3), "restore", "--from", PLACE, "--verify");
      assertThat(verified.exitCode()).as(verified.err() + verified.out()).isZero();
      assertThat(verified.out()).contains("all as they were written");
      Answer drill = OperatorCommand.run(home, access(s3), "restore", "--from", PLACE, "--drill");
      assertThat(drill.exitCode()).as(drill.err() + drill.out()).isZero();
      assertThat(drill.out()).contains("every one as recorded");

      whatIsWrongWithTheBucketIsSaid(s3, home);
      whatOthersPutIntoABucketIsImported(s3, home, api);
    }
  }

  /** Under keys that would be none of ours. */
  private static void whatOthersPutIntoABucketIsImported(S3Proxy s3, Path home, Api api) {
    s3.makeBucket("others");
    s3.put("others", "Profile Pictures/Alice.JPG", Pictures.jpeg(111, Pictures.GREEN));
    s3.put("others", "Profile Pictures/bob@example.org", Pictures.jpeg(112, Pictures.GREEN));
    s3.put("others", "Profile Pictures/deeper/carl.jpg", Pictures.jpeg(113, Pictures.GREEN));

    Answer imported =
        OperatorCommand.run(
            home, access(s3), "import", "--bucket", "s3://others/Profile Pictures", "--yes");

    assertThat(imported.exitCode()).as(imported.err() + imported.out()).isZero();
    assertThat(imported.out()).contains("2 taken");
    assertThat(api.get("/v1/avatars/Alice").status()).isEqualTo(200);
    assertThat(api.get("/v1/avatars/bob@example.org").status()).isEqualTo(200);
    assertThat(api.get("/v1/avatars/carl").status()).isEqualTo(404);
  }

  private static void whatIsWrongWithTheBucketIsSaid(S3Proxy s3, Path home) {
    Map<String, String> wrong = access(s3, "AWS_SECRET_ACCESS_KEY", "wrong-secret");
    for (String[] words :
        new String[][] {{"backup", "--to", PLACE}, {"restore", "--from", PLACE, "--list"}}) {
      Answer refused = OperatorCommand.run(home, wrong, words);
      assertThat(refused.exitCode()).as(refused.out()).isEqualTo(1);
      assertThat(refused.err())
          .contains("AWS_SECRET_ACCESS_KEY")
          .doesNotContain("wrong-secret")
          .doesNotContain("\tat ");
    }
    Answer nowhere = OperatorCommand.run(home, access(s3), "backup", "--to", "s3://no-such-one");
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err()).contains("no-such-one").doesNotContain("\tat ");
    Answer none = OperatorCommand.run(home, access(s3), "restore", "--from", "s3://backups/other");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).doesNotContain("\tat ");
  }
}
