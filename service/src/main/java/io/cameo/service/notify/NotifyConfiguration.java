package io.cameo.service.notify;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.jobs.Job;
import io.cameo.service.switches.Notices;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what tells people and programs of notices. */
@Configuration(proxyBeanMethods = false)
class NotifyConfiguration {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration USERS_PAUSE = Duration.ofSeconds(10);
  private static final Duration UPKEEP_PAUSE = Duration.ofHours(1);

  /** Who was told is known for so long after the end of a notice; the notices stay longer. */
  private static final Duration DELIVERIES_KEPT = Duration.ofDays(30);

  private static final Duration NOTICES_KEPT = Duration.ofDays(366);

  @Bean
  NoticeDesk noticeDesk(Notices notices, JdbcClient sql, AuditTrail audit) {
    return new NoticeDesk(notices, new EventRows(sql), new Outbox(sql), audit);
  }

  @Bean
  Feed feed(JdbcClient sql, NotifySettings settings, Clock clock) {
    return new Feed(new EventRows(sql), new AtomFeed(settings.sender()), clock);
  }

  @Bean
  Webhooks webhooks(NotifySettings settings, Clock clock) {
    return new Webhooks(settings, clock, Webhooks.LONGEST);
  }

  @Bean
  Deliveries deliveries(
      NotifySettings settings,
      JdbcClient sql,
      Webhooks webhooks,
      MeterRegistry metrics,
      Clock clock) {
    Outbox outbox = new Outbox(sql);
    Optional<Mails> mails =
        settings.mail().map(mail -> new Mails(mail, settings.sender(), Mails.LONGEST));
    return new Deliveries(
        settings, outbox, webhooks, mails, new NotifyMetrics(outbox, metrics, clock));
  }

  /** Of all nodes one looks at a time what begins and ends by itself, and tells the few. */
  @Bean
  RecurringTask<Void> noticeTask(NoticeDesk desk, Deliveries deliveries) {
    return Job.TELL_NOTICES
        .runs(FixedDelay.of(PAUSE))
        .execute(
            (instance, context) -> {
              desk.tend();
              deliveries.sendToFew();
            });
  }

  /** Of all nodes one tells users: this is what keeps to the rate. */
  @Bean
  RecurringTask<Void> userNoticeTask(Deliveries deliveries) {
    return Job.TELL_NOTICES_TO_USERS
        .runs(FixedDelay.of(USERS_PAUSE))
        .execute((instance, context) -> deliveries.sendToUsers(USERS_PAUSE));
  }

  @Bean
  RecurringTask<Void> noticeUpkeepTask(JdbcClient sql) {
    EventRows events = new EventRows(sql);
    return Job.FORGET_NOTICES
        .runs(FixedDelay.of(UPKEEP_PAUSE))
        .execute((instance, context) -> events.forget(DELIVERIES_KEPT, NOTICES_KEPT));
  }
}
