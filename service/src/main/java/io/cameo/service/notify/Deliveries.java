package io.cameo.service.notify;

import io.cameo.service.notify.Outbox.Taken;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due. A row is taken before it is sent and marked afterwards: a node that is killed
 * before the sending loses nothing, for another one takes the row when its lease ends. One that is
 * killed between the sending and the mark makes the row be sent again, under the same id.
 */
final class Deliveries {

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private static final int AT_ONCE = 10;

  private final NotifySettings settings;
  private final Outbox outbox;
  private final Webhooks webhooks;
  private final Optional<Mails> mails;
  private final NotifyMetrics metrics;

  Deliveries(
      NotifySettings settings,
      Outbox outbox,
      Webhooks webhooks,
      Optional<Mails> mails,
      NotifyMetrics metrics) {
    this.settings = settings;
    this.outbox = outbox;
    this.webhooks = webhooks;
    this.mails = mails;
    this.metrics = metrics;
  }

  /** Gives new events their deliveries, and sends what is due to endpoints and operators. */
  void sendToFew() {
    outbox.spread(
        settings.endpoints().stream().map(NotifySettings.Endpoint::key).toList(),
        settings.operators().stream().map(RecipientKey::of).toList());
    send(outbox.take(Way.FEW, AT_ONCE));
  }

  /**
   * Sends what is due to users.
   *
   * @param time for which this is the share
   */
  void sendToUsers(Duration time) {
    settings
        .users()
        .ifPresent(
            users -> {
              long share = Math.max(1, users.aMinute() * time.toSeconds() / 60);
              while (share > 0) {
                List<Taken> rows = outbox.take(List.of(Way.USER), (int) Math.min(share, AT_ONCE));
                send(rows);
                share = rows.isEmpty() ? 0 : share - rows.size();
              }
            });
  }

  private void send(List<Taken> rows) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      rows.forEach(row -> threads.execute(() -> sendOne(row)));
    }
  }

  private void sendOne(Taken row) {
    try {
      note(row, outcome(row));
    } catch (RuntimeException failed) {
      LOG.warn("A delivery is left for the next try", failed);
    }
  }

  private Outcome outcome(Taken row) {
    if (row.overtaken()) {
      return new Outcome.Dropped("overtaken");
    }
    return switch (row.way()) {
      case WEBHOOK ->
          settings
              .endpoint(Optional.of(row.recipient()))
              .map(endpoint -> webhooks.send(endpoint, row.event()))
              .orElseGet(() -> new Outcome.Dropped("no endpoint any more"));
      case OPERATOR ->
          settings
              .operator(row.recipient())
              .map(address -> mail(row, address, Optional.empty()))
              .orElseGet(() -> new Outcome.Dropped("no operator any more"));
      case USER ->
          settings
              .users()
              .map(users -> mailUser(row, users))
              .orElseGet(() -> new Outcome.Dropped("users get no e-mail"));
    };
  }

  private Outcome mailUser(Taken row, NotifySettings.UserMail users) {
    return users
        .address(row.subject())
        .map(address -> mail(row, address, Optional.of(users)))
        .orElseGet(() -> new Outcome.Failed("no address"));
  }

  private Outcome mail(Taken row, String address, Optional<NotifySettings.UserMail> user) {
    if (mails.isEmpty()) {
      return new Outcome.Dropped("no e-mail is sent");
    }
    return mails
        .get()
        .send(
            new Mails.Mail(
                row.messageId(),
                address,
                Date.from(row.event().at()),
                MailText.of(
                    row.event(), settings.sender(), user.map(NotifySettings.UserMail::unsubscribe)),
                user.map(one -> one.unsubscribe().toString())));
  }

  /** One at a time: sending must not take the connections that requests need. */
  private synchronized void note(Taken row, Outcome outcome) {
    switch (outcome) {
      case Outcome.Sent sent -> outbox.sent(row, sent.answer());
      case Outcome.Dropped _ -> outbox.drop(row);
      case Outcome.Failed failed -> giveUp(row, failed.answer());
      case Outcome.Gone _ -> {
        outbox.gone(row.recipient());
        LOG.warn(
            "The endpoint {} answers 410 and is sent nothing any more; ./cameo notify --again"
                + " begins anew",
            settings.endpoint(Optional.of(row.recipient())).map(Object::toString).orElse("?"));
      }
      case Outcome.Later later ->
          Tries.pause(row.tries(), later.asked())
              .ifPresentOrElse(
                  pause -> {
                    outbox.later(row, later.answer(), pause);
                    LOG.info(
                        "A notice could not be sent by {} ({}); it is tried again",
                        row.way().word(),
                        later.answer());
                  },
                  () -> giveUp(row, later.answer()));
    }
    metrics.tried(row.way(), outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  private void giveUp(Taken row, String answer) {
    outbox.failed(row, answer);
    LOG.warn(
        "A notice was not sent by {} after {} tries: {}", row.way().word(), row.tries(), answer);
  }
}
