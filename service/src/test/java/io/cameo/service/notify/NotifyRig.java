package io.cameo.service.notify;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.TestPictures;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.settings.Settings;
import io.cameo.service.switches.Notices;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.TestSwitches;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node that says and sends notices, with a receiver of webhooks beside it. */
final class NotifyRig implements AutoCloseable {

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final Actor ACTOR = new Actor("the test", Optional.empty(), Optional.empty());

  /** Shorter than the service's own, so that a test of silence is short. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  final TestDatabase database = TestDatabase.open();
  final WebhookReceiver receiver = new WebhookReceiver();
  final SwitchBook book = TestSwitches.of(database.dataSource(), new ChangeBus());
  final Notices notices = TestSwitches.notices(database.dataSource(), book);
  final Outbox outbox = new Outbox(database.sql());
  final EventRows events = new EventRows(database.sql());
  final TestCatalogue catalogue = TestCatalogue.on(database.dataSource(), objects -> {});
  final NoticeDesk desk = new NoticeDesk(notices, events, outbox, catalogue.audit());
  private final TestPictures pictures;

  /**
   * @param store where pictures of users lie
   */
  NotifyRig(Path store) {
    pictures =
        new TestPictures(
            catalogue, DiskStore.open(store, new DiskStoreOptions(0)), List.of("64.jpg"));
  }

  /** Users with a picture. */
  void users(String... subjects) {
    for (String subject : subjects) {
      pictures.published(subject);
    }
  }

  /** Settings of this environment, which is good. */
  static NotifySettings settings(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    NotifySettings read =
        NotifySettings.from(
            settings, false, Optional.of(URI.create("https://avatars.example.org")));
    settings.verify();
    return read;
  }

  /** The environment that names the receiver. */
  Map<String, String> webhook() {
    return Map.of("CAMEO_WEBHOOKS", receiver.address("/hook"), "CAMEO_WEBHOOK_SECRET", SECRET);
  }

  /** The environment that names a mail server on this machine. */
  static Map<String, String> mail(int port, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("CAMEO_SMTP_URL", "smtp://127.0.0.1:" + port);
    all.put("CAMEO_MAIL_FROM", "status@example.org");
    return all;
  }

  Deliveries node(NotifySettings settings) {
    return node(settings, Duration.ofSeconds(20));
  }

  Deliveries node(NotifySettings settings, Duration patience) {
    return new Deliveries(
        settings,
        outbox,
        new Webhooks(settings, Clock.systemUTC(), patience),
        settings.mail().map(mail -> new Mails(mail, settings.sender(), patience)),
        new NotifyMetrics(outbox, new SimpleMeterRegistry(), Clock.systemUTC()));
  }

  void say(String message) {
    desk.say(TestSwitches.wish(message, false), ACTOR);
  }

  /** The time of every waiting row has come, and every lease has ended. */
  void letTimePass() {
    database.sql().sql("update notice_delivery set due_at = now() where state = 'due'").update();
  }

  long rows(String condition) {
    return database
        .sql()
        .sql("select count(*) from notice_delivery where " + condition)
        .query(Long.class)
        .single();
  }

  void forget() {
    database
        .sql()
        .sql("truncate thrown_switch, notice, notice_endpoint, subject, version, erasure cascade")
        .update();
    book.load();
    receiver.calls.clear();
    receiver.answers = call -> WebhookReceiver.Answer.of(204);
  }

  @Override
  public void close() {
    receiver.close();
    database.close();
  }
}
