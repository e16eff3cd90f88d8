package io.cameo.service.notify;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends e-mail, each over a connection of its own to the operator's mail server. A message that is
 * sent again has the same Message-ID, by which receivers know it.
 */
final class Mails implements AutoCloseable {

  /** Less than the lease of a row, so that no other node sends meanwhile. */
  static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(Mails.class);

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final MailSettings settings;
  private final NotifySettings.Sender sender;
  private final Duration longest;
  private final Session session;

  /** Virtual threads: an interrupt closes the socket that one of them waits for. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param longest of one message, from the connection to the server's last word
   */
  Mails(MailSettings settings, NotifySettings.Sender sender, Duration longest) {
    this.settings = settings;
    this.sender = sender;
    this.longest = longest;
    this.session = Session.getInstance(properties(settings));
  }

  private static Properties properties(MailSettings settings) {
    boolean atOnce = settings.tls() == MailSettings.Tls.AT_ONCE;
    String protocol = atOnce ? "smtps" : "smtp";
    String silence = Long.toString(LONGEST_SILENCE.toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", protocol);
    properties.setProperty("mail.transport.protocol.rfc822", protocol);
    String prefix = "mail." + protocol + ".";
    properties.setProperty(prefix + "host", settings.host());
    properties.setProperty(prefix + "port", Integer.toString(settings.port()));
    properties.setProperty(prefix + "auth", Boolean.toString(settings.login().isPresent()));
    properties.setProperty(prefix + "connectiontimeout", silence);
    properties.setProperty(prefix + "timeout", silence);
    properties.setProperty(prefix + "writetimeout", silence);
    properties.setProperty(prefix + "quitwait", "false");
    properties.setProperty(prefix + "localhost", MailAddress.domain(settings.from()));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    properties.setProperty(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
    String starttls = Boolean.toString(settings.tls() == MailSettings.Tls.REQUIRED);
    properties.setProperty(prefix + "starttls.enable", starttls);
    properties.setProperty(prefix + "starttls.required", starttls);
    return properties;
  }

  /**
   * One message.
   *
   * @param id the same however often it is sent
   * @param to its only recipient, which {@link MailAddress} has looked at
   * @param unsubscribe the value of List-Unsubscribe; empty for operators
   */
  record Mail(String id, String to, Date date, MailText text, Optional<String> unsubscribe) {}

  Outcome send(Mail mail) {
    Future<Outcome> work = threads.submit(() -> sendNow(mail));
    try {
      return work.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      return new Outcome.Later("the mail server did not end in time");
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      return new Outcome.Later((cause == null ? failed : cause).getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new Outcome.Later("interrupted");
    } finally {
      work.cancel(true);
    }
  }

  private Outcome sendNow(Mail mail) throws MessagingException, UnsupportedEncodingException {
    MimeMessage message = message(mail);
    Transport transport = session.getTransport();
    try {
      if (settings.login().isPresent()) {
        MailSettings.Login login = settings.login().get();
        transport.connect(settings.host(), settings.port(), login.user(), login.password());
      } else {
        transport.connect();
      }
      transport.sendMessage(message, new Address[] {new InternetAddress(mail.to())});
      return new Outcome.Sent("accepted");
    } catch (MessagingException refused) {
      return outcome(refused);
    } finally {
      hangUp(transport);
    }
  }

  /** What the server has taken it has taken, however the conversation ends. */
  private static void hangUp(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException gone) {
      LOG.debug("The mail server was gone already", gone);
    }
  }

  /** A server that says never (5xx) of the recipient or the message is believed. */
  private static Outcome outcome(MessagingException refused) {
    for (Exception one = refused; one instanceof MessagingException chained; ) {
      int code = 0;
      if (one instanceof SMTPAddressFailedException address) {
        code = address.getReturnCode();
      } else if (one instanceof SMTPSendFailedException send) {
        code = send.getReturnCode();
      }
      if (code >= 500) {
        return new Outcome.Failed(Integer.toString(code));
      }
      if (code > 0) {
        return new Outcome.Later(Integer.toString(code));
      }
      one = chained.getNextException();
    }
    return new Outcome.Later(refused.getClass().getSimpleName());
  }

  private MimeMessage message(Mail mail) throws MessagingException, UnsupportedEncodingException {
    String id = "<" + mail.id() + "@" + MailAddress.domain(settings.from()) + ">";
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
          }
        };
    message.setFrom(new InternetAddress(settings.from(), sender.name(), UTF_8));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to()));
    message.setSubject(mail.text().subject(), UTF_8);
    message.setText(mail.text().body(), UTF_8);
    message.setSentDate(mail.date());
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    if (mail.unsubscribe().isPresent()) {
      message.setHeader("List-Unsubscribe", "<" + mail.unsubscribe().get() + ">");
    }
    message.saveChanges();
    return message;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
