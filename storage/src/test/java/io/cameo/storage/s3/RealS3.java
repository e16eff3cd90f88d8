package io.cameo.storage.s3;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A server of the developer's choice: {@code CAMEO_TEST_S3_ENDPOINT}, {@code
 * CAMEO_TEST_S3_CHECKSUMS}, {@code AWS_REGION} and the SDK's usual sources of credentials say
 * which.
 */
public final class RealS3 {

  private RealS3() {}

  /** A variable of the environment that has a value. */
  static Optional<String> given(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** The bucket that a variable names; without one the test is skipped, and this is said. */
  public static String bucket(String variable, String what) {
    return given(variable)
        .orElseThrow(() -> Skips.skipped(what + ": " + variable + " names no bucket to try it on"));
  }

  public static S3Server server() {
    return new S3Server(
        given("CAMEO_TEST_S3_ENDPOINT").map(URI::create),
        given("AWS_REGION"),
        given("AWS_ACCESS_KEY_ID")
            .map(
                key ->
                    new S3StoreOptions.Credentials(
                        key,
                        given("AWS_SECRET_ACCESS_KEY").orElse(""),
                        given("AWS_SESSION_TOKEN"))),
        given("CAMEO_TEST_S3_CHECKSUMS")
            .map(word -> word.toUpperCase(Locale.ROOT).replace('-', '_'))
            .map(S3StoreOptions.Checksums::valueOf)
            .orElse(S3StoreOptions.Checksums.ALWAYS));
  }
}
