package io.cameo.service.observability;

import java.net.URLDecoder;
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
 * own keys and tokens, JWTs, signatures and credentials in addresses, passwords in addresses and in
 * settings, access keys of AWS, and e-mail addresses.
 *
 * <p>The work grows with the length of the text and not faster: every part of a pattern is bounded
 * or gives nothing back, and what is longer than {@value #LONGEST} characters is cut first. A mask
 * holds no character that JSON must escape, and no value is read over a quotation mark, so a line
 * of JSON stays one.
 */
public final class Scrubber {

  /** What stands in the place of a secret. */
  public static final String MASK = "***";

  static final int LONGEST = 200_000;

  /** A shorter value would be found in words that have nothing to do with it. */
  private static final int SHORTEST_SECRET = 6;

  private static final Pattern SECRET_VARIABLE =
      Pattern.compile(".*(KEY|SECRET|TOKEN|PASSWORD|DSN)");

  /** Variables of that form which are names and not secrets. */
  private static final Pattern NAME_OF_A_KEY = Pattern.compile(".*KMS_KEY|.*KEY_ID");

  /** The password of an address: behind the user's name, or as a parameter. */
  private static final Pattern PASSWORD_IN_ADDRESS =
      Pattern.compile("://[^/?#@:\\s]*:([^/?#@\\s]+)@|[?&;]password=([^&;\\s]+)");

  private static final String SECRET_NAMES =
      "(?:password|passwd|pwd|secret|token|credentials?|signature|authorization|cookie"
          + "|(?:api|access|admin|secret|private)[_-]?key)";

  private record Rule(Pattern form, String replacement) {}

  private static final List<Rule> SECRETS =
      List.of(
          rule("\\bcameo_[A-Za-z0-9_-]{30,}+", MASK),
          rule("\\bcut_[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]++)?", MASK),
          rule("\\beyJ[A-Za-z0-9_-]{6,}+\\.[A-Za-z0-9_.-]++", MASK),
          rule("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", MASK),
          rule("(?i)\\b(bearer)(?:\\s|%20|\\+){1,4}[A-Za-z0-9._~+/=-]{4,}+", "$1 " + MASK),
          rule("://[^\\s/?#\"'<>\\\\]{1,512}@", "://" + MASK + "@"),
          // A name, what may stand between it and its value (also inside a string of JSON), a
          // value.
          rule(
              "(?i)("
                  + SECRET_NAMES
                  + "[\\w-]{0,20}+[\\\\\"']{0,3}+\\s{0,3}+(?:=|:|%3D)\\s{0,3}+[\\\\\"']{0,3}+"
                  + "(?:(?:basic|digest)\\s{1,3}+)?+)[^\\s\"'&,;()\\[\\]{}<>\\\\]++",
              "$1" + MASK));

  private static final Rule E_MAIL =
      rule(
          "[^\\s@%\"'<>()\\[\\]{},;:\\\\/=?&|]{1,64}+(?:@|%40)"
              + "[\\p{L}\\p{N}.-]{1,190}\\.\\p{L}{2,24}",
          MASK);

  private final List<String> secrets;

  private Scrubber(List<String> secrets) {
    this.secrets = secrets;
  }

  private static Rule rule(String form, String replacement) {
    return new Rule(Pattern.compile(form), replacement);
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
            .distinct()
            // One that holds another goes first, or a part of it would stay.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
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
    return without(E_MAIL, secrets(text));
  }

  /** The text without secrets: for an operator, who has named the users it speaks of. */
  public String secrets(String text) {
    String clean = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " (cut)\n";
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
    }
    for (Rule rule : SECRETS) {
      clean = without(rule, clean);
    }
    return clean;
  }

  private static String without(Rule rule, String text) {
    return rule.form().matcher(text).replaceAll(rule.replacement());
  }

  /** All forms, for a test of what they cost. */
  static List<Pattern> forms() {
    return Stream.concat(SECRETS.stream(), Stream.of(E_MAIL)).map(Rule::form).toList();
  }
}
