package io.cameo.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.IncomingObjects.Wanted;
import io.cameo.storage.UploadForm;
import io.cameo.storage.s3.S3StoreOptions.Encryption;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where forms lead and who signs them, without a server. */
class S3PostFormsTest {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.8Z");

  private static UploadForm form(
      Optional<String> endpoint, boolean pathStyle, Optional<String> token, Encryption encryption) {
    S3StoreOptions options =
        new S3StoreOptions(
            "pictures",
            new S3StoreOptions.Location(
                Optional.of("eu-central-1"), endpoint.map(URI::create), pathStyle),
            Optional.of(new S3StoreOptions.Credentials("an-id", "a-secret", token)),
            S3StoreOptions.Checksums.ALWAYS,
            new S3StoreOptions.Placement(encryption, Optional.empty(), Optional.empty()),
            S3StoreOptions.Limits.of(5, Duration.ofSeconds(5)));
    try (S3Store store = S3Store.open(options)) {
      return store
          .incoming()
          .orElseThrow()
          .form(new Wanted("incoming/1", "image/png", 1, 9, Duration.ofMinutes(5)), NOW);
    }
  }

  @Test
  void leadsToTheBucketInTheStyleOfTheStore() {
    Optional<String> none = Optional.empty();
    Optional<String> own = Optional.of("https://s3.example.org:9000");
    assertThat(form(none, false, none, Encryption.BUCKET).url())
        .hasToString("https://pictures.s3.eu-central-1.amazonaws.com/");
    assertThat(form(own, true, none, Encryption.BUCKET).url())
        .hasToString("https://s3.example.org:9000/pictures/");
    assertThat(form(own, false, none, Encryption.BUCKET).url())
        .hasToString("https://pictures.s3.example.org:9000/");
  }

  @Test
  void carriesTheTokenOfTemporaryCredentialsAndTheEncryptionThatIsAskedFor() {
    UploadForm form = form(Optional.empty(), false, Optional.of("a-session"), Encryption.AES256);

    assertThat(form.fields())
        .containsEntry("x-amz-security-token", "a-session")
        .containsEntry("x-amz-server-side-encryption", "AES256")
        .containsEntry("x-amz-credential", "an-id/20260304/eu-central-1/s3/aws4_request")
        .containsEntry("x-amz-date", "20260304T050607Z");
    assertThat(form.expiresAt()).isEqualTo(Instant.parse("2026-03-04T05:11:07Z"));
    assertThat(form.toString()).doesNotContain(form.fields().get("x-amz-signature"));
  }

  @Test
  void everyFieldOfTheFormHasAConditionAndNothingIsLeftOpen() {
    UploadForm form = form(Optional.empty(), false, Optional.of("a-session"), Encryption.BUCKET);
    String policy =
        new String(Base64.getDecoder().decode(form.fields().get("policy")), StandardCharsets.UTF_8);

    assertThat(form.fields())
        .containsOnlyKeys(
            "key",
            "Content-Type",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-security-token",
            "policy",
            "x-amz-signature");
    form.fields().entrySet().stream()
        .filter(field -> !List.of("policy", "x-amz-signature").contains(field.getKey()))
        .forEach(
            field ->
                assertThat(policy)
                    .contains("{\"" + field.getKey() + "\":\"" + field.getValue() + "\"}"));
    assertThat(policy)
        .contains("{\"bucket\":\"pictures\"}", "[\"content-length-range\",1,9]")
        .doesNotContain("starts-with", "redirect", "acl", "meta");
  }
}
