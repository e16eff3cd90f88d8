package io.cameo.service.notify;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.util.Optional;

/**
 * How e-mail leaves.
 *
 * @param tls how the connection is made safe
 * @param from address of the sender
 */
public record MailSettings(String host, int port, Tls tls, Optional<Login> login, String from) {

  /** How a connection is made safe. */
  public enum Tls {
    /** From its first byte: smtps. */
    AT_ONCE,
    /** With STARTTLS, or there is no connection. */
    REQUIRED,
    /** Not at all: a server on this machine, or because the operator says so. */
    NONE
  }

  /** What opens the server. */
  public record Login(String user, String password) {

    /** Never the password. */
    @Override
    public String toString() {
      return "Login";
    }
  }

  /** What is asked of a connection. */
  enum Wanted {
    REQUIRED,
    OFF
  }

  private static final Option<Optional<URI>> SERVER =
      new Option<>(
          "CAMEO_SMTP_URL",
          "an address such as smtp://mail.example.org:587 or smtps://mail.example.org:465",
          "",
          "The server that e-mail is given to: smtp with STARTTLS (port 587 unless another is"
              + " named), or smtps (465). Without it no e-mail is sent.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(server(text)));

  private static final Option<Optional<Wanted>> TLS =
      new Option<>(
          "CAMEO_SMTP_TLS",
          "one of required, off",
          "",
          "Whether an smtp server must offer STARTTLS. Without this it must, unless it is on this"
              + " machine. off sends without it, readable for whoever listens.",
          text ->
              switch (text) {
                case "" -> Optional.empty();
                case "required" -> Optional.of(Wanted.REQUIRED);
                case "off" -> Optional.of(Wanted.OFF);
                default -> throw new IllegalArgumentException("neither required nor off");
              });

  private static final Option<Optional<String>> USER =
      Options.text("CAMEO_SMTP_USER", "a name", "The name that opens the mail server.");

  private static final Option<Optional<String>> PASSWORD =
      Options.text("CAMEO_SMTP_PASSWORD", "a password", "The password to CAMEO_SMTP_USER.");

  private static final Option<Optional<String>> FROM =
      new Option<>(
          "CAMEO_MAIL_FROM",
          "an e-mail address",
          "",
          "The sender of e-mail, such as status@example.org. Answers go there.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(MailAddress.require(text)));

  private static URI server(String text) {
    URI server = URI.create(text);
    boolean known = "smtp".equals(server.getScheme()) || "smtps".equals(server.getScheme());
    boolean plain =
        server.getRawUserInfo() == null
            && server.getRawPath().isEmpty()
            && server.getRawQuery() == null
            && server.getRawFragment() == null;
    if (!known || !plain || server.getHost() == null || server.getPort() == 0) {
      throw new IllegalArgumentException("not the address of a mail server");
    }
    return server;
  }

  /** Empty when no e-mail is sent. */
  static Optional<MailSettings> from(Settings settings) {
    Optional<URI> server = settings.get(SERVER);
    Optional<Wanted> wanted = settings.get(TLS);
    Optional<String> user = settings.get(USER);
    Optional<String> password = settings.get(PASSWORD);
    Optional<String> from = settings.get(FROM);
    if (user.isPresent() != password.isPresent()) {
      settings.refuse(USER.name(), "and CAMEO_SMTP_PASSWORD must both be set, or neither.");
    }
    if (server.isPresent() && from.isEmpty()) {
      settings.refuse(FROM.name(), "is not set, but CAMEO_SMTP_URL is. Name the sender of e-mail.");
    }
    return server.flatMap(
        at ->
            from.map(
                sender -> {
                  boolean smtps = at.getScheme().equals("smtps");
                  return new MailSettings(
                      at.getHost(),
                      at.getPort() > 0 ? at.getPort() : smtps ? 465 : 587,
                      tls(at, wanted),
                      user.flatMap(name -> password.map(word -> new Login(name, word))),
                      sender);
                }));
  }

  private static Tls tls(URI server, Optional<Wanted> wanted) {
    if (server.getScheme().equals("smtps")) {
      return Tls.AT_ONCE;
    }
    Wanted usual = Loopback.is(server.getHost()) ? Wanted.OFF : Wanted.REQUIRED;
    return wanted.orElse(usual) == Wanted.OFF ? Tls.NONE : Tls.REQUIRED;
  }
}
