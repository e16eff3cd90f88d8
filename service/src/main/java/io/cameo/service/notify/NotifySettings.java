package io.cameo.service.notify;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Who is told of notices, and how.
 *
 * @param sender what the sender is called, and where the service is reached
 * @param endpoints where webhooks are sent
 * @param mail how e-mail leaves; empty when none does
 * @param operators who gets e-mail of every event
 * @param users how users get it; empty when they get none
 */
public record NotifySettings(
    Sender sender,
    List<Endpoint> endpoints,
    Optional<MailSettings> mail,
    List<String> operators,
    Optional<UserMail> users) {

  private static final int MOST_ENDPOINTS = 5;
  private static final int MOST_SECRETS = 3;
  private static final int MOST_OPERATORS = 10;
  private static final String SECRET_PREFIX = "whsec_";

  /**
   * @param site where the service is reached from outside, without a slash at its end
   */
  public record Sender(String name, Optional<URI> site) {}

  /**
   * Where webhooks are sent.
   *
   * @param secrets keys of its signatures, the newest first
   */
  public record Endpoint(URI address, List<Secret> secrets) {

    public Endpoint {
      secrets = List.copyOf(secrets);
    }

    /** How the database knows it, which does not learn the address. */
    String key() {
      return RecipientKey.of(address.toString());
    }

    /** For the log: paths of such addresses are often secrets. */
    @Override
    public String toString() {
      return address.getScheme() + "://" + address.getRawAuthority() + "/… (" + key() + ")";
    }
  }

  /** A key of signatures. */
  public static final class Secret {

    private final byte[] bytes;

    private Secret(byte[] bytes) {
      this.bytes = bytes;
    }

    /**
     * @throws IllegalArgumentException when it is not whsec_ with 24 to 64 bytes in base64
     */
    public static Secret parse(String text) {
      byte[] bytes =
          text.startsWith(SECRET_PREFIX)
              ? Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length()))
              : new byte[0];
      if (bytes.length < 24 || bytes.length > 64) {
        throw new IllegalArgumentException("not a secret of this form");
      }
      return new Secret(bytes);
    }

    byte[] bytes() {
      return bytes.clone();
    }
  }

  /**
   * How users get e-mail.
   *
   * @param template of their address, with {subject} once
   * @param unsubscribe where they say that they want no more, a mailto: or https: address
   * @param aMinute most messages a minute, of all nodes together
   */
  public record UserMail(String template, URI unsubscribe, int aMinute) {

    static final String SUBJECT = "{subject}";

    /** The address of a subject; empty when that would be none. */
    Optional<String> address(String subject) {
      return Optional.of(template.replace(SUBJECT, subject)).filter(MailAddress::isOne);
    }
  }

  private static final Option<String> NAME =
      new Option<>(
          "CAMEO_NOTIFY_NAME",
          "1 to 60 characters",
          "Cameo",
          "What the sender of notices is called in e-mail and in the feed /v1/status.atom, such as"
              + " the name of your product.",
          text -> {
            if (!text.matches("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]{1,60}")) {
              throw new IllegalArgumentException("not such a name");
            }
            return text;
          });

  private static final Option<List<URI>> WEBHOOKS =
      new Option<>(
          "CAMEO_WEBHOOKS",
          "up to " + MOST_ENDPOINTS + " addresses that start with https://, separated by commas",
          "",
          "Where signed webhooks are sent when something is announced, begins, changes or ends."
              + " http:// is taken for this machine, and elsewhere outside production.",
          text -> list(text, MOST_ENDPOINTS).stream().map(NotifySettings::endpoint).toList());

  private static final Option<List<List<Secret>>> WEBHOOK_SECRETS =
      new Option<>(
          "CAMEO_WEBHOOK_SECRET",
          "for each endpoint whsec_ and 24 to 64 bytes in base64, separated by commas",
          "",
          "The keys of the webhooks' signatures, in the order of CAMEO_WEBHOOKS. For a change of"
              + " keys write up to "
              + MOST_SECRETS
              + " for one endpoint with a space between them: all of them sign.",
          text ->
              list(text, MOST_ENDPOINTS).stream()
                  .map(
                      some ->
                          Arrays.stream(some.split(" +", MOST_SECRETS + 1))
                              .map(Secret::parse)
                              .toList())
                  .peek(NotifySettings::requireFew)
                  .toList());

  private static final Option<List<String>> OPERATORS =
      new Option<>(
          "CAMEO_NOTIFY_OPERATORS",
          "up to " + MOST_OPERATORS + " e-mail addresses, separated by commas",
          "",
          "Who gets an e-mail of every notice. Needs CAMEO_SMTP_URL.",
          text -> list(text, MOST_OPERATORS).stream().map(MailAddress::require).toList());

  private static final Option<Optional<String>> USERS =
      new Option<>(
          "CAMEO_NOTIFY_USERS",
          "an e-mail address with {subject} in it, such as {subject}@users.example.org",
          "",
          "How a user's e-mail address is made of the subject. Users get e-mail only when"
              + " ./cameo notify --users asks for it. Needs CAMEO_SMTP_URL and"
              + " CAMEO_NOTIFY_UNSUBSCRIBE.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(template(text)));

  private static final Option<Optional<URI>> UNSUBSCRIBE =
      new Option<>(
          "CAMEO_NOTIFY_UNSUBSCRIBE",
          "an address that starts with mailto: or https://",
          "",
          "Where users say that they want no such e-mail; it stands in every one of them and in its"
              + " header List-Unsubscribe.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(unsubscribe(text)));

  private static final Option<Integer> RATE =
      Options.count(
          "CAMEO_NOTIFY_RATE",
          60,
          6,
          6_000,
          "Most e-mails to users a minute, of all nodes together.");

  public NotifySettings {
    endpoints = List.copyOf(endpoints);
    operators = List.copyOf(operators);
  }

  /** The endpoint that the database knows by this key, if it is still one. */
  Optional<Endpoint> endpoint(Optional<String> key) {
    return endpoints.stream().filter(one -> key.filter(one.key()::equals).isPresent()).findFirst();
  }

  /** The same for an operator's address. */
  Optional<String> operator(String key) {
    return operators.stream().filter(one -> RecipientKey.of(one).equals(key)).findFirst();
  }

  private static List<String> list(String text, int most) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (parts.size() > most || parts.stream().distinct().count() != parts.size()) {
      throw new IllegalArgumentException("too many, or one twice");
    }
    return parts;
  }

  private static void requireFew(List<Secret> secrets) {
    if (secrets.size() > MOST_SECRETS) {
      throw new IllegalArgumentException("too many");
    }
  }

  private static URI endpoint(String text) {
    URI address = URI.create(text);
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!http
        || address.getHost() == null
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException("not the address of an endpoint");
    }
    return address;
  }

  private static String template(String text) {
    int at = text.indexOf(UserMail.SUBJECT);
    boolean once = at >= 0 && at == text.lastIndexOf(UserMail.SUBJECT);
    // The subject may be the whole address.
    boolean good =
        text.equals(UserMail.SUBJECT)
            || MailAddress.isOne(text.replace(UserMail.SUBJECT, "subject"));
    if (!once || !good) {
      throw new IllegalArgumentException("not such an address");
    }
    return text;
  }

  private static URI unsubscribe(String text) {
    URI address = URI.create(text);
    boolean known = "mailto".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!known || !text.matches("[\\x21-\\x7e&&[^<>\"]]{8,500}")) {
      throw new IllegalArgumentException("not such an address");
    }
    return address;
  }

  /**
   * Reads them.
   *
   * @param site where the service is reached from outside
   */
  public static NotifySettings from(Settings settings, boolean production, Optional<URI> site) {
    Optional<MailSettings> mail = MailSettings.from(settings);
    List<String> operators = settings.get(OPERATORS);
    Optional<String> template = settings.get(USERS);
    Optional<URI> unsubscribe = settings.get(UNSUBSCRIBE);
    int rate = settings.get(RATE);
    if (mail.isEmpty() && !operators.isEmpty()) {
      settings.refuse(OPERATORS.name(), "needs CAMEO_SMTP_URL, by which e-mail leaves.");
    }
    if (template.isPresent() && mail.isEmpty()) {
      settings.refuse(USERS.name(), "needs CAMEO_SMTP_URL, by which e-mail leaves.");
    }
    if (template.isPresent() && unsubscribe.isEmpty()) {
      settings.refuse(
          USERS.name(),
          "needs CAMEO_NOTIFY_UNSUBSCRIBE: nobody is written to without a way out of it.");
    }
    return new NotifySettings(
        new Sender(settings.get(NAME), site),
        endpoints(settings, production),
        mail,
        operators,
        template.flatMap(text -> unsubscribe.map(address -> new UserMail(text, address, rate))));
  }

  private static List<Endpoint> endpoints(Settings settings, boolean production) {
    List<URI> addresses = settings.get(WEBHOOKS);
    List<List<Secret>> secrets = settings.get(WEBHOOK_SECRETS);
    if (addresses.size() != secrets.size()) {
      settings.refuse(
          WEBHOOK_SECRETS.name(),
          "must hold a secret for each endpoint of CAMEO_WEBHOOKS, in their order. Make one with:"
              + " echo whsec_$(openssl rand -base64 32)");
      return List.of();
    }
    for (URI address : addresses) {
      if (production && address.getScheme().equals("http") && !Loopback.is(address.getHost())) {
        settings.refuse(
            WEBHOOKS.name(), "holds an address that is not https, which production needs.");
      }
    }
    List<Endpoint> endpoints = new ArrayList<>();
    IntStream.range(0, addresses.size())
        .forEach(i -> endpoints.add(new Endpoint(addresses.get(i), secrets.get(i))));
    return endpoints;
  }
}
