package io.cameo.service.ops.smoke;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run calls the subjects that it makes. The name tells when the run began, so that what a
 * killed run has left behind can be told from what another is just using.
 *
 * @param stem common to all of the run
 */
record Names(String stem) {

  /** In the names of all subjects and keys of the smoke test. */
  static final String MARK = "cameo-smoke-";

  /** No run takes that long. */
  static final Duration LONGEST_RUN = Duration.ofMinutes(30);

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMddHHmm");
  private static final Pattern RATE_SUBJECT =
      Pattern.compile("([A-Za-z0-9._~@:-]{0,60}" + MARK + "(\\d{12})-[0-9a-f]{12})-rate");
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * @param prefix what all subjects have to begin with, often nothing
   */
  static Names fresh(String prefix, Instant now) {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    return new Names(
        prefix
            + MARK
            + MINUTE.format(now.atOffset(ZoneOffset.UTC))
            + "-"
            + HexFormat.of().formatHex(random));
  }

  /** The run that set a limit for this subject, if it is over and has not cleaned up. */
  static Optional<Names> leftBy(String rateSubject, Instant now) {
    Matcher name = RATE_SUBJECT.matcher(rateSubject);
    if (!name.matches()) {
      return Optional.empty();
    }
    try {
      Instant began = LocalDateTime.parse(name.group(2), MINUTE).toInstant(ZoneOffset.UTC);
      return began.plus(LONGEST_RUN).isBefore(now)
          ? Optional.of(new Names(name.group(1)))
          : Optional.empty();
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  /** Whose picture is uploaded, replaced and deleted. */
  String main() {
    return stem + "-main";
  }

  /** Whose uploads are all refused. */
  String refused() {
    return stem + "-refused";
  }

  /** Whose allowance is used up. */
  String rate() {
    return stem + "-rate";
  }

  /** Who is let in while another is not. */
  String other() {
    return stem + "-other";
  }

  List<String> all() {
    return List.of(main(), refused(), rate(), other());
  }
}
