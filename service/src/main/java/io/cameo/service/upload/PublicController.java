package io.cameo.service.upload;

import io.cameo.image.ImageType;
import io.cameo.service.imaging.ImagingSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What anyone may ask: what is taken, and what users should be told. */
@RestController
final class PublicController {

  private static final CacheControl SHORT =
      CacheControl.maxAge(Duration.ofSeconds(10)).cachePublic();

  private final Limits limits;
  private final String limitsTag;

  /**
   * What an upload may be.
   *
   * @param sizes sides of the renditions in pixels, largest first
   * @param formats media types that are taken
   * @param bytes largest upload
   * @param pixels most pixels
   * @param mode {@code on}, {@code read-only} or {@code off}
   * @param message what to tell a user, empty when there is nothing
   * @param retryAfter seconds after which to ask again, 0 when there is nothing to wait for
   * @param directUploads whether pictures may be sent straight to the bucket, with a ticket
   */
  record Limits(
      List<Integer> sizes,
      List<String> formats,
      long bytes,
      long pixels,
      String mode,
      String message,
      long retryAfter,
      boolean directUploads) {}

  record Status(String status, String message) {}

  PublicController(
      UploadSettings uploads, ImagingSettings imaging, DirectSettings direct, DirectWays ways) {
    this.limits =
        new Limits(
            imaging.output().sizes(),
            Arrays.stream(ImageType.values()).map(ImageType::mediaType).toList(),
            uploads.maxBytes(),
            imaging.output().maxPixels(),
            "on",
            "",
            0,
            direct.on() && ways.bucket().isPresent());
    this.limitsTag = "\"" + Integer.toHexString(limits.hashCode()) + "\"";
  }

  /** The framework answers 304 when the caller has this tag already. */
  @GetMapping("/v1/limits")
  ResponseEntity<Limits> limits() {
    return ResponseEntity.ok().eTag(limitsTag).cacheControl(SHORT).body(limits);
  }

  @GetMapping("/v1/status")
  ResponseEntity<Status> status() {
    return ResponseEntity.ok().cacheControl(SHORT).body(new Status("on", ""));
  }
}
