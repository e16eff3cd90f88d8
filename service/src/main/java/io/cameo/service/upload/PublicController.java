package io.cameo.service.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cameo.image.Form;
import io.cameo.image.ImageType;
import io.cameo.service.imaging.FormatSettings;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.limits.Limit;
import io.cameo.service.limits.UploadLimits;
import io.cameo.service.switches.Notice;
import io.cameo.service.switches.Switch;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.Thrown;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What anyone may ask: what is taken, and what users should be told. */
@RestController
final class PublicController {

  private static final CacheControl SHORT =
      CacheControl.maxAge(Duration.ofSeconds(10)).cachePublic();

  private final UploadSettings uploads;
  private final ImagingSettings.Output pictures;
  private final UploadLimits allowances;
  private final boolean directUploads;
  private final Made made;
  private final SwitchBook switches;

  /**
   * What an upload may be.
   *
   * @param made what it becomes
   * @param formats media types that are taken
   * @param bytes largest upload
   * @param pixels most pixels
   * @param state whether uploads are taken now, and how
   * @param perHour how much one subject may upload
   * @param storedBytes how much may be stored for one subject; 0 when there is no limit
   */
  record Limits(
      @JsonUnwrapped Made made,
      List<String> formats,
      long bytes,
      long pixels,
      @JsonUnwrapped State state,
      PerHour perHour,
      long storedBytes) {}

  /**
   * @param sizes sides of the renditions in pixels, largest first
   * @param renditions extensions of their types; those that are made in the background come later
   */
  record Made(List<Integer> sizes, List<String> renditions) {}

  /**
   * @param mode {@code on}, {@code read-only} or {@code off}
   * @param message what to tell a user, empty when there is nothing
   * @param retryAfter seconds after which to ask again, 0 when there is nothing to wait for
   * @param directUploads whether pictures may be sent straight to the bucket, with a ticket
   */
  record State(String mode, String message, long retryAfter, boolean directUploads) {}

  /** Amounts an hour; 0 when there is no limit. */
  record PerHour(long uploads, long bytes, long megapixels) {}

  /**
   * @param notice what was announced; absent when there is nothing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Status(String status, String message, @Nullable Announced notice) {}

  /**
   * @param begun whether its time has come
   * @param until absent while nobody knows
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Announced(
      String kind,
      String message,
      boolean begun,
      Instant from,
      @Nullable Instant until,
      boolean readOnly) {

    static Announced of(Notice notice) {
      Notice.Terms terms = notice.terms();
      return new Announced(
          terms.kind().word(),
          terms.message(),
          notice.begun(),
          terms.from(),
          terms.until().orElse(null),
          terms.readOnly());
    }
  }

  PublicController(
      UploadSettings uploads,
      ImagingSettings imaging,
      FormatSettings later,
      UploadLimits allowances,
      DirectSettings direct,
      DirectWays ways,
      SwitchBook switches) {
    this.switches = switches;
    this.uploads = uploads;
    this.pictures = imaging.output();
    this.made =
        new Made(
            pictures.sizes(),
            Stream.concat(
                    Stream.of(ImageType.JPEG, ImageType.PNG),
                    later.forms().stream().sorted().map(Form::type))
                .map(ImageType::extension)
                .toList());
    this.allowances = allowances;
    this.directUploads = direct.on() && ways.bucket().isPresent();
  }

  /** The framework answers 304 when the caller has this tag already. */
  @GetMapping("/v1/limits")
  ResponseEntity<Limits> limits() {
    Limits limits =
        new Limits(
            made,
            Arrays.stream(ImageType.values()).map(ImageType::mediaType).toList(),
            uploads.maxBytes(),
            pictures.maxPixels(),
            state(),
            new PerHour(
                allowances.usual(Limit.SUBJECT_UPLOADS),
                allowances.usual(Limit.SUBJECT_BYTES),
                allowances.usual(Limit.SUBJECT_MEGAPIXELS)),
            allowances.usual(Limit.SUBJECT_STORED_BYTES));
    return answer(limits);
  }

  @GetMapping("/v1/status")
  ResponseEntity<Status> status() {
    State now = state();
    return answer(
        new Status(now.mode(), now.message(), switches.notice().map(Announced::of).orElse(null)));
  }

  /** The same words have the same tag on every node. */
  private static <T extends Record> ResponseEntity<T> answer(T body) {
    String tag = "\"" + Integer.toHexString(body.hashCode()) + "\"";
    return ResponseEntity.ok().eTag(tag).cacheControl(SHORT).body(body);
  }

  /** The switch alone says whether uploads are taken; the notice says why, or what will come. */
  private State state() {
    boolean direct = directUploads && switches.isOn(Switch.DIRECT_UPLOADS);
    Optional<Notice> notice = switches.notice();
    return switches
        .thrown(Switch.UPLOADS)
        .map(
            off ->
                new State(
                    notice.filter(one -> one.isWhy(off)).isPresent() ? "read-only" : "off",
                    off.reason(),
                    seconds(off),
                    false))
        .orElseGet(
            () -> new State("on", notice.map(one -> one.terms().message()).orElse(""), 0, direct));
  }

  /** Until uploads are on again, where that is known; else until it is worth asking. */
  private long seconds(Thrown off) {
    return Math.max(1, off.left(switches.now()).orElse(UploadProblems.UNKNOWN_END).toSeconds());
  }
}
