package io.cameo.service.gravatar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hashes that clients ask for an identity by, in lower-case hexadecimal. Clients do not agree
 * on everything, so one identity has several; whichever a client computes is among them.
 */
public final class IdentityHashes {

  /** The longest e-mail address that a mail server takes (RFC 5321, 4.5.3.1.3). */
  private static final int LONGEST_EMAIL = 254;

  private static final int LONGEST_OPENID = 1_000;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}|[0-9a-f]{64}");

  /** How addresses stand in the head of a mail or in a link; no address is like that itself. */
  private static final Pattern ADDRESSED = Pattern.compile("[<>,;]|^mailto:");

  private IdentityHashes() {}

  /** Whether this may be the hash of an identity: an MD5 or a SHA-256 in lower case. */
  public static boolean isHash(String text) {
    return HEX.matcher(text).matches();
  }

  /**
   * MD5 and SHA-256 of the whole address in lower case, without the space around it.
   *
   * @throws IllegalArgumentException if it is no address; the message does not repeat it
   */
  public static Set<String> ofEmail(String text) {
    String address = text.strip().toLowerCase(Locale.ROOT);
    int sign = address.lastIndexOf('@');
    if (sign < 1 || sign == address.length() - 1 || address.length() > LONGEST_EMAIL) {
      throw new IllegalArgumentException(
          "an e-mail address has something before and behind its @ and at most "
              + LONGEST_EMAIL
              + " characters");
    }
    refuseUnseen(address);
    if (ADDRESSED.matcher(address).find()) {
      throw new IllegalArgumentException(
          "give the address alone, without a name, brackets, mailto: or a second one");
    }
    Set<String> hashes = new LinkedHashSet<>();
    hashes.add(digest("MD5", address));
    hashes.add(digest("SHA-256", address));
    return hashes;
  }

  /**
   * SHA-256 of the four forms in which Libravatar knows an OpenID: by http and by https, with and
   * without a slash at the end. Only scheme and host are put in lower case. Clients drop a port or
   * keep it, so with one there are eight.
   *
   * @throws IllegalArgumentException if it is no OpenID; the message does not repeat it
   */
  public static Set<String> ofOpenId(String text) {
    String address = text.strip();
    int colon = address.indexOf("://");
    String scheme = colon < 0 ? "" : address.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!List.of("http", "https").contains(scheme) || address.length() > LONGEST_OPENID) {
      throw new IllegalArgumentException(
          "an OpenID begins with http:// or https:// and has at most "
              + LONGEST_OPENID
              + " characters");
    }
    refuseUnseen(address);
    String rest = address.substring(colon + 3);
    int end = authorityEnds(rest);
    int user = rest.lastIndexOf('@', end - 1) + 1;
    String userInfo = rest.substring(0, user);
    String host = rest.substring(user, end).toLowerCase(Locale.ROOT);
    String tail = rest.substring(end);
    int port = portBegins(host);
    if (port == 0 || host.isEmpty()) {
      throw new IllegalArgumentException("an OpenID names a host behind ://");
    }
    Set<String> hashes = new LinkedHashSet<>();
    addForms(userInfo + host + tail, hashes);
    addForms(userInfo + host.substring(0, port) + tail, hashes);
    return hashes;
  }

  private static void addForms(String behindScheme, Set<String> hashes) {
    String bare =
        behindScheme.endsWith("/")
            ? behindScheme.substring(0, behindScheme.length() - 1)
            : behindScheme;
    for (String scheme : List.of("http://", "https://")) {
      hashes.add(digest("SHA-256", scheme + bare + "/"));
      hashes.add(digest("SHA-256", scheme + bare));
    }
  }

  private static int authorityEnds(String rest) {
    for (int i = 0; i < rest.length(); i++) {
      if ("/?#".indexOf(rest.charAt(i)) >= 0) {
        return i;
      }
    }
    return rest.length();
  }

  /** Where the colon of the port stands, else the length; colons in brackets are of an address. */
  private static int portBegins(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? colon : host.length();
  }

  /** What nobody sees and no client hashes, and what has no bytes in UTF-8. */
  private static void refuseUnseen(String text) {
    if (text.codePoints().anyMatch(IdentityHashes::isUnseen)) {
      throw new IllegalArgumentException(
          "there is a space, a control character or one that nobody sees inside");
    }
  }

  /** The two joiners are letters' own, also in domains (RFC 5892, appendix A). */
  private static boolean isUnseen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> character != 0x200c && character != 0x200d;
      default -> false;
    };
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
