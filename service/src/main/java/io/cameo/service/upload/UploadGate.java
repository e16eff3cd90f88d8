package io.cameo.service.upload;

import io.cameo.image.ImageType;
import io.cameo.service.http.ProblemException;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.switches.Switch;
import io.cameo.service.switches.SwitchBook;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything about an upload that can be known, and refused, before its body is read. */
final class UploadGate {

  /** Room for the form around the picture in a multipart body. */
  static final long FORM_ALLOWANCE = 64 * 1024;

  private static final Map<String, ImageType> DECLARED =
      Map.of(
          "image/jpeg", ImageType.JPEG,
          "image/jpg", ImageType.JPEG,
          "image/pjpeg", ImageType.JPEG,
          "image/png", ImageType.PNG,
          "image/gif", ImageType.GIF,
          "image/webp", ImageType.WEBP,
          "image/avif", ImageType.AVIF);

  private final UploadSettings settings;
  private final FairQueue places;
  private final SwitchBook switches;

  /** A gate whose places are divided as the settings say and never changed. */
  UploadGate(UploadSettings settings, SwitchBook switches) {
    this(
        settings,
        new FairQueue(
            () -> new FairQueue.Bounds(settings.atOnce(), settings.atOnce(), 0, Duration.ZERO)),
        switches);
  }

  UploadGate(UploadSettings settings, FairQueue places, SwitchBook switches) {
    this.settings = settings;
    this.places = places;
    this.switches = switches;
  }

  /**
   * Refuses while one of these is switched off for the subject, as far as this node knows: early,
   * and without the database. What lets an upload in asks the database all the same.
   */
  void requireOn(String subject, Switch... needed) {
    for (Switch one : needed) {
      switches
          .thrownFor(one, subject)
          .ifPresent(
              thrown -> {
                throw TicketProblems.switchedOff(one, thrown.reason(), thrown.left(switches.now()))
                    .toException();
              });
    }
  }

  /**
   * A place, or the problem {@code busy} when none came free in time; to be given back.
   *
   * @param names whose places are counted together, see {@link FairQueue}
   */
  FairQueue.Place enter(List<String> names) {
    return places
        .enter(names)
        .orElseThrow(() -> UploadProblems.busy(Duration.ofSeconds(2)).toException());
  }

  /** Uploads under way. */
  int inside() {
    return places.inside();
  }

  /** Bytes that an upload is let in for: what it says, else the most that is taken. */
  long bytes(HttpServletRequest request) {
    long said = request.getContentLengthLong();
    return said < 0 ? settings.maxBytes() : said;
  }

  /**
   * What a request says of its body.
   *
   * @param most largest picture that its caller may send
   */
  record Declaration(boolean multipart, Optional<ImageType> type, long most) {

    /** Of a caller that may send what anyone may. */
    Declaration(boolean multipart, Optional<ImageType> type) {
      this(multipart, type, Long.MAX_VALUE);
    }
  }

  /** The same for a caller that may send what anyone may. */
  Declaration check(HttpServletRequest request) {
    return check(request, Long.MAX_VALUE);
  }

  /**
   * Checks the headers of an upload.
   *
   * @param callers largest picture that its caller may send
   */
  Declaration check(HttpServletRequest request, long callers) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw UploadProblems.unsupportedType(
              "The body must not be compressed: send the picture's bytes without"
                  + " Content-Encoding.")
          .toException();
    }
    String mediaType = mediaType(Optional.ofNullable(request.getContentType()));
    boolean multipart = mediaType.equals("multipart/form-data");
    Optional<ImageType> type = multipart ? Optional.empty() : declared(mediaType);
    long most = Math.min(settings.maxBytes(), callers);
    long limit = most + (multipart ? FORM_ALLOWANCE : 0);
    if (request.getContentLengthLong() > limit) {
      throw UploadProblems.tooLarge(most).toException();
    }
    return new Declaration(multipart, type, callers);
  }

  /**
   * The type that a media type names; empty when it leaves it open.
   *
   * @throws ProblemException {@code unsupported-type} for every other type
   */
  static Optional<ImageType> declared(String mediaType) {
    ImageType type = DECLARED.get(mediaType);
    if (type != null) {
      return Optional.of(type);
    }
    if (mediaType.isEmpty()
        || mediaType.equals("application/octet-stream")
        || mediaType.equals("image/*")) {
      return Optional.empty();
    }
    throw UploadProblems.unsupportedType(
            "Send a JPEG, PNG, WebP, AVIF or GIF picture, as the body itself or as the field file"
                + " of a multipart form.")
        .toException();
  }

  static String mediaType(Optional<String> header) {
    String text = header.orElse("");
    int parameters = text.indexOf(';');
    return (parameters < 0 ? text : text.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }
}
