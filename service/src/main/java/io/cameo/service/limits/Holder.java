package io.cameo.service.limits;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One whose uploads are counted together: a subject, a credential, an address, or everybody.
 *
 * @param name the subject; the digest of a token; the id of an API key; the address in the form of
 *     {@link AddressKey}; empty where a scope has one holder only
 */
public record Holder(Scope scope, String name) {

  private static final int LONGEST = 200;
  private static final Pattern KEY_ID = Pattern.compile("[a-z0-9]{12}");

  /** Everybody. */
  static final Holder SERVICE = new Holder(Scope.SERVICE, "");

  public static Holder subject(String subject) {
    return new Holder(Scope.SUBJECT, subject);
  }

  /** The holder that an address belongs to; empty when the text is no address. */
  public static Optional<Holder> address(String address) {
    return AddressKey.of(address).map(key -> new Holder(Scope.ADDRESS, key));
  }

  /**
   * A holder as an operator writes it: {@code subject=ann}, {@code address=192.0.2.7}, {@code
   * token=DIGEST}, {@code key} for the admin key, {@code key=ID} for an API key, {@code issuer}.
   */
  public static Optional<Holder> parse(String text) {
    String[] parts = text.strip().split("=", 2);
    String name = parts.length == 2 ? parts[1].strip() : "";
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "subject" -> name.isEmpty() ? Optional.empty() : Optional.of(subject(name));
      case "token" ->
          name.isEmpty() ? Optional.empty() : Optional.of(new Holder(Scope.TOKEN, name));
      case "address" -> address(name);
      case "key" ->
          name.isEmpty() || KEY_ID.matcher(name).matches()
              ? Optional.of(new Holder(Scope.KEY, name))
              : Optional.empty();
      case "issuer" ->
          name.isEmpty() ? Optional.of(new Holder(Scope.ISSUER, "")) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** As an operator writes it. */
  public String text() {
    return name.isEmpty() ? scope.word() : scope.word() + "=" + name;
  }
}
