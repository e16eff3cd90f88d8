package io.cameo.service.notify;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What stands in an e-mail of an event: the operator's words, and the times. */
record MailText(String subject, String body) {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /**
   * @param unsubscribe where a user says that no more are wanted; empty for operators
   */
  static MailText of(NoticeEvent event, NotifySettings.Sender sender, Optional<URI> unsubscribe) {
    StringBuilder text = new StringBuilder();
    NoticeEvent.Words words = event.words();
    text.append(event.heading()).append(".\n\n").append(words.message()).append("\n\n");
    if (!event.kind().equals(NoticeEvent.TEST) && !event.type().equals(NoticeEvent.ENDED)) {
      text.append("From:  ").append(moment(words.from())).append('\n');
      words.until().ifPresent(end -> text.append("Until: ").append(moment(end)).append('\n'));
      if (words.readOnly()) {
        text.append("No new pictures are taken during this time.\n");
      }
      text.append('\n');
    }
    sender
        .site()
        .ifPresent(site -> text.append("What holds now: ").append(site).append("/v1/status\n\n"));
    text.append("-- \n").append(sender.name()).append("\nThis message was sent by a program.\n");
    unsubscribe.ifPresent(
        address -> text.append("To get no more of them: ").append(address).append('\n'));
    return new MailText(sender.name() + ": " + event.heading(), text.toString());
  }

  private static String moment(Instant at) {
    return MOMENT.format(at);
  }
}
