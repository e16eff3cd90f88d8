package io.cameo.service.upload;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What uploads are taken.
 *
 * @param maxBytes largest upload
 * @param atOnce most uploads whose bodies are being read or processed
 * @param bodyTimeout longest time a body may take to arrive
 * @param spool folder for bodies that do not fit into the memory for them
 * @param spoolMemory bytes outside the heap for bodies that are being processed
 * @param publicUrl base of the addresses that are handed out; empty takes it from the request
 */
public record UploadSettings(
    long maxBytes,
    int atOnce,
    Duration bodyTimeout,
    Path spool,
    long spoolMemory,
    Optional<URI> publicUrl) {

  private static final Option<Long> MAX_BYTES =
      Options.number(
          "MAX_AVATAR_SIZE", 5_242_880, 1_024, 104_857_600, "Largest accepted upload in bytes.");

  private static final Option<Integer> AT_ONCE =
      Options.count(
          "CAMEO_UPLOADS_AT_ONCE",
          128,
          1,
          10_000,
          "Most uploads that one node takes in at the same time; more are answered 503.");

  private static final Option<Long> SPOOL_MEMORY =
      Options.number(
          "CAMEO_SPOOL_MEMORY",
          67_108_864,
          0,
          17_179_869_184L,
          "Memory in bytes, outside the Java heap, for uploads under way; beyond it they go to"
              + " disk.");

  private static final Option<Duration> BODY_TIMEOUT =
      Options.time(
          "CAMEO_UPLOAD_TIMEOUT",
          "60s",
          Duration.ofSeconds(1),
          Duration.ofMinutes(30),
          "Longest time that the body of an upload may take to arrive.");

  private static final Option<Optional<URI>> PUBLIC_URL =
      Options.address(
          "CAMEO_PUBLIC_URL",
          "Base of the picture addresses that are handed out, such as https://avatars.example.org."
              + " Without it, the address that the request was sent to.");

  public static UploadSettings from(Settings settings, Path data) {
    return new UploadSettings(
        settings.get(MAX_BYTES),
        settings.get(AT_ONCE),
        settings.get(BODY_TIMEOUT),
        data.resolve("spool"),
        settings.get(SPOOL_MEMORY),
        settings.get(PUBLIC_URL));
  }
}
