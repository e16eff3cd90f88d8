package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.it.OperatorCommand.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Archives in a bucket, of an installation that keeps its pictures on disk. */
@Timeout(240)
class BucketArchiveTest {

  private static final String PLACE = "s3://backups/cameo/home";

  @Test
  void aBackupGoesToABucketAndComesBackFromIt() {
    try (S3Proxy s3 = S3Proxy.start();
        Program program = Program.start(Homes.prepared(), Map.of())) {
      s3.makeBucket("backups");
      Path home = program.home();
      Api api = new Api(program, Program.ADMIN_KEY);
      for (int i = 0; i < 3; i++) {
        assertThat(api.upload(Api.subject(), Pictures.jpeg(120 + i, Pictures.RED)).status())
            .isEqualTo(201);
      }

      Answer backup =
          OperatorCommand.run(home, s3.settingsWithoutBucket(), "backup", "--to", PLACE);
      assertThat(backup.exitCode()).as(backup.err()).isZero();
      assertThat(backup.out()).contains("in " + PLACE);
      api.upload(Api.subject(), Pictures.jpeg(130, Pictures.BLUE));
      Answer more =
          OperatorCommand.run(
              home, s3.settingsWithoutBucket(), "backup", "--to", PLACE, "--keep", "5");
      assertThat(more.exitCode()).as(more.err()).isZero();

      Answer drill =
          OperatorCommand.run(
              home, s3.settingsWithoutBucket(), "restore", "--from", PLACE, "--drill");
      assertThat(drill.exitCode()).as(drill.err() + drill.out()).isZero();
      assertThat(drill.out()).contains("every one as recorded");

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
            home,
            s3.settingsWithoutBucket(),
            "import",
            "--bucket",
            "s3://others/Profile Pictures",
            "--yes");

    assertThat(imported.exitCode()).as(imported.err() + imported.out()).isZero();
    assertThat(imported.out()).contains("2 taken");
    assertThat(api.get("/v1/avatars/Alice").status()).isEqualTo(200);
    assertThat(api.get("/v1/avatars/bob@example.org").status()).isEqualTo(200);
    assertThat(api.get("/v1/avatars/carl").status()).isEqualTo(404);
  }
}
