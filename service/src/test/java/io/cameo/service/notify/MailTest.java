package io.cameo.service.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.cameo.service.switches.TestSwitches;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** E-mail that a real mail server takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class MailTest {

  private static final Map<String, String> TO_USERS =
      Map.of(
          "CAMEO_NOTIFY_USERS",
          "{subject}@users.example.org",
          "CAMEO_NOTIFY_UNSUBSCRIBE",
          "mailto:stop@example.org");

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
          });
  private NotifyRig rig;

  @BeforeAll
  void open(@TempDir Path folder) {
    rig = new NotifyRig(folder);
    server.start();
  }

  @AfterAll
  void close() {
    server.stop();
    rig.close();
  }

  @BeforeEach
  void forget() throws Exception {
    rig.forget();
    server.purgeEmailFromAllMailboxes();
  }

  private NotifySettings toOperators(int port) {
    return NotifyRig.settings(
        NotifyRig.mail(port, Map.of("CAMEO_NOTIFY_OPERATORS", "ops@example.org")));
  }

  private NotifySettings toUsers(int port) {
    return NotifyRig.settings(NotifyRig.mail(port, TO_USERS));
  }

  private int port() {
    return server.getSmtp().getPort();
  }

  private List<String> recipients() {
    return Arrays.stream(server.getReceivedMessages())
        .map(
            mail -> {
              try {
                return mail.getRecipients(Message.RecipientType.TO)[0].toString();
              } catch (jakarta.mail.MessagingException unreadable) {
                throw new AssertionError(unreadable);
              }
            })
        .sorted()
        .toList();
  }

  private void tellUsers() {
    assertThat(rig.desk.tellUsers(Optional.empty(), NotifyRig.ACTOR, parts -> {})).isTrue();
  }

  @Test
  void anOperatorGetsEveryEventInTheOperatorsOwnWords() throws Exception {
    String words = "Sch\u00f6ne Gr\u00fc\u00dfe \ud83d\ude80. Bcc: eve@example.org";
    rig.say(words);
    Deliveries node = rig.node(toOperators(port()));
    node.sendToFew();
    node.sendToFew();

    assertThat(server.getReceivedMessages()).hasSize(1);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(recipients()).containsExactly("ops@example.org");
    assertThat(mail.getSubject()).isEqualTo("Cameo: Maintenance has begun");
    assertThat(mail.getContent().toString()).contains(words).contains("From:  ");
    assertThat(mail.getContentType()).containsIgnoringCase("text/plain").contains("UTF-8");
    assertThat(mail.getFrom()[0].toString()).isEqualTo("Cameo <status@example.org>");
    assertThat(mail.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
    assertThat(mail.getHeader("List-Unsubscribe")).isNull();
    assertThat(mail.getMessageID()).endsWith("@example.org>");
    assertThat(rig.rows("state = 'sent'")).isEqualTo(1);
  }

  @Test
  void aNameWithLettersOfAllPeoplesIsOneHeader() throws Exception {
    rig.say("Hello.");
    NotifySettings settings =
        NotifyRig.settings(
            NotifyRig.mail(
                port(),
                Map.of(
                    "CAMEO_NOTIFY_OPERATORS",
                    "ops@example.org",
                    "CAMEO_NOTIFY_NAME",
                    "B\u00fccher, \"Bilder\" <x@evil.example>")));
    rig.node(settings).sendToFew();

    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getFrom()).hasSize(1);
    assertThat(((jakarta.mail.internet.InternetAddress) mail.getFrom()[0]).getAddress())
        .isEqualTo("status@example.org");
    assertThat(mail.getSubject())
        .isEqualTo("B\u00fccher, \"Bilder\" <x@evil.example>: Maintenance has begun");
  }

  @Test
  void usersAreToldOnceEachWhenTheOperatorSaysSo() throws Exception {
    rig.users("ann", "bob");
    rig.say("For you.");
    Deliveries node = rig.node(toUsers(port()));
    node.sendToFew();
    node.sendToUsers(Duration.ofMinutes(1));
    assertThat(server.getReceivedMessages()).as("nobody said so").isEmpty();

    assertThat(rig.desk.affected(Optional.empty())).isEqualTo(2);
    tellUsers();
    tellUsers();
    node.sendToUsers(Duration.ofMinutes(1));
    tellUsers();
    rig.letTimePass();
    node.sendToUsers(Duration.ofMinutes(1));

    assertThat(recipients()).containsExactly("ann@users.example.org", "bob@users.example.org");
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getHeader("List-Unsubscribe", ",")).isEqualTo("<mailto:stop@example.org>");
    assertThat(mail.getContent().toString()).contains("mailto:stop@example.org");
  }

  @Test
  void noMoreUsersAreToldThanTheRateAllows() {
    rig.users("a", "b", "c", "d", "e");
    rig.say("Slowly.");
    tellUsers();
    Deliveries node =
        rig.node(
            NotifyRig.settings(
                NotifyRig.mail(
                    port(),
                    Map.of(
                        "CAMEO_NOTIFY_USERS",
                        "{subject}@users.example.org",
                        "CAMEO_NOTIFY_UNSUBSCRIBE",
                        "mailto:stop@example.org",
                        "CAMEO_NOTIFY_RATE",
                        "12"))));

    node.sendToUsers(Duration.ofSeconds(10));

    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void anErasedUserGetsNothingAndIsNotInTheOutbox() {
    rig.users("ann", "bob", "eve");
    rig.say("For you.");
    tellUsers();
    rig.catalogue.changes().erase("eve", NotifyRig.ACTOR);
    assertThat(rig.rows("subject = 'eve'")).isZero();
    // One that was written beside the erasure.
    rig.database
        .sql()
        .sql(
            "insert into notice_delivery (event, way, subject) select event, 'user', 'eve' from"
                + " notice_delivery where subject = 'ann'")
        .update();

    rig.node(toUsers(port())).sendToUsers(Duration.ofMinutes(1));
    rig.catalogue.changes().erase("bob", NotifyRig.ACTOR);

    assertThat(recipients()).containsExactly("ann@users.example.org", "bob@users.example.org");
    assertThat(rig.rows("subject in ('eve', 'bob')")).isZero();
    assertThat(rig.rows("subject = 'ann' and state = 'sent'")).isEqualTo(1);
  }

  @Test
  void whatIsOverIsNotToldToUsersAnyMoreButItsEndIs() {
    rig.users("ann");
    rig.say("It begins.");
    tellUsers();
    rig.desk.end(NotifyRig.ACTOR);
    Deliveries node = rig.node(toUsers(port()));
    node.sendToUsers(Duration.ofMinutes(1));
    assertThat(server.getReceivedMessages()).isEmpty();

    tellUsers();
    node.sendToUsers(Duration.ofMinutes(1));

    assertThat(recipients()).containsExactly("ann@users.example.org");
  }

  @Test
  void aSubjectThatMakesNoAddressIsToldNothing() {
    rig.users("eve@evil.example", "a:b", ".dot");
    rig.say("For you.");
    tellUsers();
    rig.node(toUsers(port())).sendToUsers(Duration.ofMinutes(1));

    assertThat(server.getReceivedMessages()).isEmpty();
    assertThat(rig.rows("state = 'failed' and answer = 'no address'")).isEqualTo(3);
  }

  @Test
  void aMessageThatIsSentAgainHasTheSameId() throws Exception {
    rig.say("Sent, and the node was killed before it could write that down.");
    NotifySettings settings = toOperators(port());
    rig.outbox.spread(List.of(), List.of(RecipientKey.of("ops@example.org")));
    rig.node(settings).sendToFew();
    rig.database
        .sql()
        .sql("update notice_delivery set state = 'due', done_at = null, due_at = now()")
        .update();
    rig.node(settings).sendToFew();

    MimeMessage[] both = server.getReceivedMessages();
    assertThat(both).hasSize(2);
    assertThat(both[1].getMessageID()).isEqualTo(both[0].getMessageID());
    assertThat(both[1].getHeader("Date", ",")).isEqualTo(both[0].getHeader("Date", ","));
  }

  @Test
  void withoutStarttlsNothingIsSentWhereItIsRequired() {
    try (Mails mails =
        new Mails(
            new MailSettings(
                "127.0.0.1",
                port(),
                MailSettings.Tls.REQUIRED,
                Optional.empty(),
                "status@example.org"),
            new NotifySettings.Sender("Cameo", Optional.empty()),
            Duration.ofSeconds(20))) {
      assertThat(mails.send(mail())).isInstanceOf(Outcome.Later.class);
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerWhoseCertificateNobodyVouchesForGetsNothing() {
    try (Mails mails =
        new Mails(
            new MailSettings(
                "127.0.0.1",
                server.getSmtps().getPort(),
                MailSettings.Tls.AT_ONCE,
                Optional.empty(),
                "status@example.org"),
            new NotifySettings.Sender("Cameo", Optional.empty()),
            Duration.ofSeconds(20))) {
      assertThat(mails.send(mail())).isInstanceOf(Outcome.Later.class);
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  private static Mails.Mail mail() {
    return new Mails.Mail(
        "id",
        "ops@example.org",
        java.util.Date.from(java.time.Instant.EPOCH),
        new MailText("Subject", "Body"),
        Optional.empty());
  }

  @Test
  void aServerThatSaysLaterIsAskedAgainAndOneThatSaysNeverIsBelieved() {
    try (ScriptedSmtp scripted = new ScriptedSmtp()) {
      Deliveries node = rig.node(toOperators(scripted.port()));
      scripted.script = line -> line.startsWith("RCPT") ? "451 later" : ScriptedSmtp.usual(line);
      rig.say("One.");
      node.sendToFew();
      assertThat(rig.rows("state = 'due' and answer = '451'")).isEqualTo(1);

      scripted.script =
          line -> line.startsWith("RCPT") ? "550 nobody here" : ScriptedSmtp.usual(line);
      rig.letTimePass();
      node.sendToFew();
      assertThat(rig.rows("state = 'failed' and answer = '550'")).isEqualTo(1);

      scripted.script = line -> line.equals(".") ? "552 too much" : ScriptedSmtp.usual(line);
      rig.say("Two.");
      node.sendToFew();
      assertThat(rig.rows("state = 'failed' and answer = '552'")).isEqualTo(1);
    }
  }

  @Test
  void aServerThatIsSilentOrHangsUpHoldsNothing() {
    try (ScriptedSmtp scripted = new ScriptedSmtp()) {
      Deliveries node = rig.node(toOperators(scripted.port()), NotifyRig.PATIENCE);
      scripted.script = line -> line.equals("hello") ? "" : ScriptedSmtp.usual(line);
      rig.say("Anybody there?");
      node.sendToFew();

      assertThat(rig.rows("state = 'due' and answer = 'the mail server did not end in time'"))
          .isEqualTo(1);
    }
    rig.letTimePass();
    rig.node(toOperators(1)).sendToFew();
    assertThat(rig.rows("state = 'due' and tries = 2")).as("nobody listens there").isEqualTo(1);
  }

  @Test
  void nobodyIsToldWhatIsNoNews() {
    assertThat(rig.desk.tellUsers(Optional.empty(), NotifyRig.ACTOR, parts -> {})).isFalse();

    rig.desk.say(TestSwitches.wish("Old.", false), NotifyRig.ACTOR);
    rig.desk.end(NotifyRig.ACTOR);
    rig.database.sql().sql("update notice set closed_at = now() - interval '2 days'").update();

    assertThat(rig.desk.news()).isEmpty();
  }

  @Test
  void whatIsOldIsForgotten() {
    rig.users("ann");
    rig.say("Old.");
    tellUsers();
    rig.node(toUsers(port())).sendToUsers(Duration.ofMinutes(1));
    rig.desk.end(NotifyRig.ACTOR);

    rig.events.forget(Duration.ofDays(30), Duration.ofDays(366));
    assertThat(rig.rows("subject = 'ann'")).isEqualTo(1);
    rig.database.sql().sql("update notice set closed_at = now() - interval '40 days'").update();
    rig.events.forget(Duration.ofDays(30), Duration.ofDays(366));
    assertThat(rig.rows("true")).isZero();
    assertThat(rig.events.newest(50)).isNotEmpty();
    rig.events.forget(Duration.ofDays(30), Duration.ofDays(30));
    assertThat(rig.events.newest(50)).isEmpty();
  }
}
