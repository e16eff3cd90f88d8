package io.cameo.service.scan;

import io.cameo.service.scan.ScannerUnavailableException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * Which scanner this is and how old its signatures are, from its answer to VERSION. A clamd that
 * has none of ClamAV's own databases says its version alone.
 *
 * @param words the answer itself
 * @param built when the signatures were made, where the answer says it
 */
record Signatures(String words, Optional<Instant> built) {

  /** The date stands in the scanner's local time, which may be almost a day ahead of UTC. */
  private static final Duration ZONES = Duration.ofHours(15);

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT);

  /**
   * @throws ScannerUnavailableException when it is not an answer of clamd
   */
  static Signatures parse(String answer) {
    if (!answer.startsWith("ClamAV ") || !answer.equals(ClamdReply.printable(answer))) {
      throw new ScannerUnavailableException(
          Reason.GARBAGE,
          "The answer to VERSION is not clamd's (\""
              + ClamdReply.printable(answer)
              + "\"). Check that CAMEO_CLAMD is the address of clamd.");
    }
    String[] parts = answer.split("/", 3);
    return new Signatures(answer, parts.length == 3 ? date(parts[2]) : Optional.empty());
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          LocalDateTime.parse(text.strip().replaceAll(" +", " "), DATE).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException otherForm) {
      return Optional.empty();
    }
  }

  /** Their age; less than nothing only by the difference of time zones. */
  Optional<Duration> age(Instant now) {
    return built.map(at -> Duration.between(at, now));
  }

  /**
   * @param most oldest that is relied on; empty for any
   * @throws ScannerUnavailableException when they are older, or do not tell
   */
  void requireFresh(Instant now, Optional<Duration> most) {
    if (most.isEmpty()) {
      return;
    }
    Duration age =
        age(now)
            .orElseThrow(
                () ->
                    new ScannerUnavailableException(
                        Reason.STALE,
                        "clamd does not say how old its signatures are (\""
                            + words
                            + "\"). Install ClamAV's own databases with freshclam, or set"
                            + " CAMEO_SCAN_MAX_SIGNATURE_AGE to off if you keep signatures of your"
                            + " own."));
    if (age.compareTo(most.get()) > 0) {
      throw new ScannerUnavailableException(
          Reason.STALE,
          "The signatures of clamd are "
              + age.toHours()
              + " hours old, of which "
              + most.get().toHours()
              + " are allowed. Check that freshclam runs.");
    }
    if (age.plus(ZONES).isNegative()) {
      throw new ScannerUnavailableException(
          Reason.STALE,
          "The signatures of clamd are dated in the future (\""
              + words
              + "\"). Check the clocks of both machines.");
    }
  }
}
