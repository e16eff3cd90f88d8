package io.cameo.service.observability;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Masks secrets and personal data in text that leaves the process: lines of the log, and what a
 * command says of a failure. The rule is that such things are not logged at all; this is for what
 * libraries and exceptions bring along.
 *
 * <p>It masks this process's own secrets wherever they stand, and by their form: bearer tokens, our
 * own keys and tokens, keys of webhooks, JWTs, signatures and credentials in addresses, passwords
 * in addresses and in settings, access keys of AWS, and e-mail addresses.
 *
 * <p>The work grows with the length of the text and not faster: every part of a pattern is bounded
 * or gives nothing back, and what is longer than {@value #LONGEST} characters is cut. A mask holds
 * no character that JSON must escape, and no value is read over a quotation mark, so a line of JSON
 * stays one.
 */
public final class Scrubber {

  /** What stands in the place of a secret. */
  public static final String MASK = "***";

  static final int LONGEST = 200_000;

  /** A shorter value would be found in words that have nothing to do with it. */
  private static final int SHORTEST_SECRET = 6;

  private static final Pattern SECRET_VARIABLE =
      Pattern.compile(".*(KEY|SECRET|TOKEN|PASSWORD|DSN)");

  /** Variables of that form which are names of keys or of files and not secrets. */
  private static final Pattern NAME_OF_A_KEY = Pattern.compile(".*KMS_KEY|.*KEY_ID|CAMEO_TLS_KEY");

  /** The password of an address: behind the user's name, or as a parameter. */
  private static final Pattern PASSWORD_IN_ADDRESS =
      Pattern.compile("://[^/?#@:\\s]*:([^/?#@\\s]+)@|[?&;]password=([^&;\\s]+)");

  private static final String SECRET_NAMES =
      "(?:password|passwd|pwd|secret|token|credentials?|signature|authorization|cookie"
          + "|(?:api|access|admin|secret|private)[_-]?key)";

  /** Where a word begins; the letters of an escape within JSON or an address are no part of it. */
  private static final String BEGIN = "(?:\\b|(?<=\\\\[bfnrt]|%[0-9A-Fa-f]{2}))";

  /** A quotation mark or none; also one that stands inside a string of JSON. */
  private static final String QUOTE = "(?:\\\\{0,3}+[\"'])?+";

  private static final String SPACE = "(?:\\s|\\\\[nrt]){0,3}+";

  /**
   * @param kind what it masks, in a word or two
   */
  record Rule(String kind, Pattern form, String replacement) {

    String applied(String text) {
      return form.matcher(text).replaceAll(replacement);
    }
  }

  private static final List<Rule> SECRETS =
      List.of(
          rule("API key", BEGIN + "cameo_[A-Za-z0-9_-]{30,}+", MASK),
          rule("upload token", BEGIN + "cut_[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]++)?", MASK),
          rule("webhook secret", BEGIN + "whsec_[A-Za-z0-9+/]{16,}+={0,2}+", MASK),
          rule("JWT", BEGIN + "eyJ[A-Za-z0-9_-]{6,}+\\.[A-Za-z0-9_.-]++", MASK),
          rule("AWS access key", BEGIN + "(?:AKIA|ASIA)[A-Z0-9]{16}\\b", MASK),
          rule(
              "bearer credential",
              "(?i)" + BEGIN + "(bearer)(?:\\s|%20|\\+){1,4}[A-Za-z0-9._~+/=-]{4,}+",
              "$1 " + MASK),
          rule("password in an address", "://[^\\s/?#\"'<>\\\\]{1,512}@", "://" + MASK + "@"),
          // A name, what may stand between it and its value (also inside a string of JSON), a
          // value.
          rule(
              "named secret",
              "(?i)("
                  + SECRET_NAMES
                  + "[\\w-]{0,20}+"
                  + QUOTE
                  + SPACE
                  + "(?:=|:|%3D|%3A)"
                  + SPACE
                  + "\\[?+"
                  + QUOTE
                  // A backslash that begins an escape of JSON is left with what it escapes.
                  + "(?:(?:basic|digest)\\s{1,3}+)?+)(?:[^\\s\"'&,;()\\[\\]{}<>\\\\]"
                  + "|\\\\\\\\|\\\\(?![\\\\\"'bfnrtu]))++",
              "$1" + MASK));

  private static final Rule E_MAIL =
      rule(
          "e-mail address",
          // Not from within an escape of JSON, which would be none any more.
          "(?<!\\\\|\\\\u[0-9A-Fa-f]{0,3})"
              + "[^\\s@%\"'<>()\\[\\]{},;:\\\\/=?&|]{1,64}+(?:@|%40)"
              + "[\\p{L}\\p{N}.-]{1,190}\\.\\p{L}{2,24}",
          MASK);

  private final List<String> secrets;

  private Scrubber(List<String> secrets) {
    this.secrets = secrets;
  }

  private static Rule rule(String kind, String form, String replacement) {
    return new Rule(kind, Pattern.compile(form), replacement);
  }

  /** One that knows no secrets but by their form. */
  public static Scrubber byForm() {
    return new Scrubber(List.of());
  }

  /**
   * One that knows the secrets of these variables: those whose name says so, and the passwords of
   * all addresses.
   */
  public static Scrubber of(Map<String, String> environment) {
    List<String> secrets = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          if (SECRET_VARIABLE.matcher(name).matches() && !NAME_OF_A_KEY.matcher(name).matches()) {
            secrets.add(value.strip());
            // Several keys may stand in one variable.
            secrets.addAll(List.of(value.strip().split(",", -1)));
          }
          Matcher password = PASSWORD_IN_ADDRESS.matcher(value);
          while (password.find()) {
            Optional.ofNullable(password.group(1))
                .or(() -> Optional.ofNullable(password.group(2)))
                .ifPresent(
                    found -> {
                      secrets.add(found);
                      secrets.add(decoded(found));
                    });
          }
        });
    return new Scrubber(
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .flatMap(Scrubber::spellings)
            .distinct()
            // One that holds another goes first, or a part of it would stay.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** A secret as it is, within JSON, and within an address. */
  private static Stream<String> spellings(String secret) {
    return Stream.of(
        secret,
        secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"),
        URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  /** The text without secrets and without e-mail addresses: for a log, which others read later. */
  public String scrub(String text) {
    return E_MAIL.applied(secrets(text));
  }

  /** The text without secrets: for an operator, who has named the users it speaks of. */
  public String secrets(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
    }
    // Not before: the first half of a secret would stay.
    clean = clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + " (cut)\n";
    for (Rule rule : SECRETS) {
      clean = rule.applied(clean);
    }
    return clean;
  }

  /** What is masked by its form. */
  static List<Rule> rules() {
    return Stream.concat(SECRETS.stream(), Stream.of(E_MAIL)).toList();
  }

  /** Values that are masked wherever they stand, in every spelling. */
  List<String> known() {
    return secrets;
  }
}
