package io.cameo.service.moving;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.objects.StorageMove.Phase;
import io.cameo.service.objects.StoragePlace;
import io.cameo.service.settings.Settings;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.s3.S3Proxy;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From one bucket to another of the same server, to the end. */
@Timeout(120)
class BucketToBucketTest {

  private static final MoveListener NOBODY =
      new MoveListener() {
        @Override
        public void pass(String what, long versions) {}

        @Override
        public void advance(long versions) {}

        @Override
        public void spent(long bytes) {}
      };

  private final String from = S3Proxy.server().newBucket();
  private final String to = S3Proxy.server().newBucket();
  @TempDir private Path folder;

  private ObjectSettings settings(String bucket) {
    S3StoreOptions options = S3Proxy.server().options(bucket);
    return ObjectSettings.from(
        new Settings(
            Map.of(
                "AWS_S3_BUCKET", bucket,
                "AWS_REGION", "us-east-1",
                "CAMEO_S3_ENDPOINT", options.location().endpoint().orElseThrow().toString(),
                "AWS_ACCESS_KEY_ID", options.credentials().orElseThrow().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", options.credentials().orElseThrow().secretAccessKey())),
        folder);
  }

  private StorageMover mover(TestDatabase database, String configured) throws Exception {
    return new StorageMover(
        new StorageMover.Database(database.dataSource(), database.connect()),
        settings(configured),
        new StorageMover.MoveOptions(2, false),
        NOBODY);
  }

  private static String version(TestDatabase database, byte[] picture) throws Exception {
    UUID id = UUID.randomUUID();
    database
        .sql()
        .sql(
            """
            insert into version (id, subject, state, change_order, source_type, source_width,
              source_height, source_bytes, source_sha256, crop, thumbhash, color, objects)
            values (?, ?, 'LIVE', 1, 'image/jpeg', 1, 1, 1, sha256('x'), '', 'x', '#000000',
              jsonb_build_array(jsonb_build_object(
                'name', '64.jpg', 'size', 64, 'bytes', ?, 'sha256', ?)))
            """)
        .params(
            id,
            "subject-" + id,
            picture.length,
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture)))
        .update();
    return "avatars/" + id.toString().replace("-", "") + "/64.jpg";
  }

  @Test
  void everyPictureIsInTheOtherBucketAsItWas() throws Exception {
    byte[] picture = "a picture".getBytes(StandardCharsets.UTF_8);
    try (TestDatabase database = TestDatabase.open();
        S3Store before = S3Store.open(S3Proxy.server().options(from));
        S3Store after = S3Store.open(S3Proxy.server().options(to))) {
      String key = version(database, picture);
      ObjectMetadata metadata = ObjectMetadata.immutable("image/jpeg");
      before.put(new NewObject(key, picture, metadata));

      try (StorageMover mover = mover(database, from)) {
        MoveReport copied = mover.copy(StoragePlace.parse("s3://" + to, settings(from)));
        assertThat(copied.phase().orElseThrow().phase()).isEqualTo(Phase.VERIFIED);
        assertThat(copied.copied().objects()).isEqualTo(1);
        mover.switchOver();
      }
      try (StorageMover mover = mover(database, to)) {
        assertThat(mover.finish().phase().orElseThrow().phase()).isEqualTo(Phase.FINISHED);
      }

      assertThat(after.stat(key).orElseThrow().metadata()).isEqualTo(metadata);
      try (var object = after.require(key)) {
        assertThat(object.readAll(100)).isEqualTo(picture);
      }
      assertThat(before.stat(key)).as("what is left is the operator's to remove").isPresent();
    }
  }
}
