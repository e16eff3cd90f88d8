package io.cameo.service.switches;

import io.cameo.service.settings.BadWishException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One change that an operator makes.
 *
 * @param subject whom it is for; empty for all
 * @param reason why; users are told it
 * @param time after which it goes back by itself; empty until it is switched again
 */
public record SwitchChange(
    Switch which, Optional<String> subject, boolean on, String reason, Optional<Duration> time) {

  private static final Pattern REASON = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]{1,300}");
  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9._~@:-]{1,128}");
  private static final Duration LONGEST = Duration.ofDays(3_650);

  /**
   * @throws BadWishException with a sentence for the operator
   */
  public SwitchChange {
    if (subject.isPresent() && which != Switch.UPLOADS) {
      throw new BadWishException("Only uploads are switched for one subject.");
    }
    if (subject.filter(name -> !SUBJECT.matcher(name).matches()).isPresent()) {
      throw new BadWishException("Give a subject of 1 to 128 characters A-Z a-z 0-9 . _ ~ @ : -");
    }
    boolean back = on == which.isUsuallyOn();
    if (!back && (reason.isBlank() || !REASON.matcher(reason).matches())) {
      throw new BadWishException(
          "Give a reason of 1 to 300 characters on one line, in words for your users.");
    }
    if (back && time.isPresent()) {
      throw new BadWishException("Give a time only with what is to go back by itself.");
    }
    if (time.filter(one -> one.compareTo(Duration.ofSeconds(1)) < 0 || one.compareTo(LONGEST) > 0)
        .isPresent()) {
      throw new BadWishException("Give a time from 1s to 3650d.");
    }
  }

  /**
   * The same by its words.
   *
   * @throws BadWishException with a sentence for the operator
   */
  public static SwitchChange of(
      String name, Optional<String> subject, boolean on, String reason, Optional<Duration> time) {
    Switch which =
        Switch.of(name)
            .orElseThrow(
                () ->
                    new BadWishException(
                        "There is no switch of this name. Use one of " + Switch.words() + "."));
    return new SwitchChange(which, subject, on, reason, time);
  }

  /** Whether it makes the switch what it usually is. */
  boolean isBack() {
    return on == which.isUsuallyOn();
  }

  /** As it is told in the audit log, whole but for the subject's name. */
  public String words() {
    return which.word()
        + (subject.isPresent() ? " of a subject" : "")
        + (on ? " on" : " off")
        + time.map(length -> " for " + length).orElse("")
        + (reason.isBlank() ? "" : ": " + reason);
  }
}
