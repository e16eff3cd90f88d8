package io.cameo.service.upload;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Uploads straight to the bucket.
 *
 * @param on whether tickets are given
 * @param ofSubject most unfinished tickets of one subject
 * @param inAll most unfinished tickets
 * @param life how long an upload may take from its ticket to its finish
 * @param eventsToken with which the bucket says that something has arrived
 */
public record DirectSettings(
    boolean on, int ofSubject, int inAll, Duration life, Optional<String> eventsToken) {

  /** How long a form may be begun to be sent; the contract's five minutes. */
  static final Duration FORM_LIFE = Duration.ofMinutes(5);

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{24,200}");

  private static final Option<Boolean> ON =
      Options.onOff(
          "CAMEO_DIRECT_UPLOADS",
          true,
          "Whether browsers may get tickets to send pictures straight to the bucket. Without a"
              + " bucket there are none.");

  private static final Option<Integer> OF_SUBJECT =
      Options.count(
          "CAMEO_TICKETS_PER_SUBJECT",
          5,
          1,
          1_000,
          "Most tickets of one subject that are not finished.");

  private static final Option<Integer> IN_ALL =
      Options.count(
          "CAMEO_TICKETS_AT_ONCE",
          10_000,
          1,
          1_000_000,
          "Most tickets of all subjects together that are not finished.");

  private static final Option<Duration> LIFE =
      Options.time(
          "CAMEO_TICKET_LIFE",
          "30m",
          Duration.ofMinutes(5),
          // Well below the day for which deletions are remembered that fence a late finish.
          Duration.ofHours(12),
          "How long a direct upload may take from its ticket to its finish.");

  private static final Option<Optional<String>> EVENTS_TOKEN =
      new Option<>(
          "CAMEO_UPLOAD_EVENTS_TOKEN",
          "24 to 200 characters of A-Z a-z 0-9 _ -",
          "",
          "Secret end of the address to which the bucket sends its events. Without it none are"
              + " taken.",
          text -> {
            if (!text.isEmpty() && !TOKEN.matcher(text).matches()) {
              throw new IllegalArgumentException("not such a token");
            }
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
          });

  public static DirectSettings from(Settings settings) {
    return new DirectSettings(
        settings.get(ON),
        settings.get(OF_SUBJECT),
        settings.get(IN_ALL),
        settings.get(LIFE),
        settings.get(EVENTS_TOKEN));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "DirectSettings[on=" + on + ", life=" + life + "]";
  }
}
