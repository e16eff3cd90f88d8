package io.cameo.service.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Upload tokens: short-lived, for one subject, verified without the database.
 *
 * <p>Form: {@code cut_<payload>.<signature>}; the payload is {@code 2:<expiry in epoch
 * seconds>:<issued in epoch milliseconds>:<actions>:<most bytes>:<only use>:<key>:<subject>}, where
 * fields may be empty, and the signature HMAC-SHA-256 of it, both in URL-safe Base64.
 */
public final class UploadTokens {

  /** How every token begins, so that scanners of leaked secrets can find it. */
  static final String PREFIX = "cut_";

  /** Longest life of a token. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final int LONGEST_TEXT = 600;
  private static final String FORM = "2";
  private static final int FIELDS = 8;

  private final List<SecretKey> keys;
  private final Clock clock;
  private final Predicate<String> vouches;

  /**
   * @param keys the first signs, all of them verify
   * @param vouches whether tokens of the API key with this id may be good
   */
  UploadTokens(List<SecretKey> keys, Clock clock, Predicate<String> vouches) {
    this.keys = List.copyOf(keys);
    this.clock = clock;
    this.vouches = vouches;
  }

  /**
   * A token that somebody wants.
   *
   * @param maxBytes largest picture, when it is to be bounded
   * @param singleUse whether it is good for one change only
   * @param key id of the API key that it is made with; empty for the admin key
   */
  public record Wish(
      String subject,
      Duration life,
      Set<Action> actions,
      Optional<Long> maxBytes,
      boolean singleUse,
      Optional<String> key) {

    public Wish {
      actions = Set.copyOf(actions);
    }

    /** For everything that can be done to the subject's avatar. */
    public static Wish all(String subject, Duration life) {
      return new Wish(
          subject, life, EnumSet.allOf(Action.class), Optional.empty(), false, Optional.empty());
    }
  }

  /**
   * @param expiresAt when it ends, in whole seconds
   */
  public record Issued(String subject, String token, Instant expiresAt) {}

  /** Makes a token with which a browser may change this subject's avatar. */
  public Issued issue(Wish wish) {
    Instant now = clock.instant();
    Instant expiresAt = Instant.ofEpochSecond(now.plus(wish.life()).getEpochSecond());
    byte[] payload =
        String.join(
                ":",
                FORM,
                Long.toString(expiresAt.getEpochSecond()),
                Long.toString(now.toEpochMilli()),
                wish.actions().stream().sorted().map(Action::word).collect(Collectors.joining("+")),
                wish.maxBytes().map(String::valueOf).orElse(""),
                wish.singleUse() ? UUID.randomUUID().toString() : "",
                wish.key().orElse(""),
                wish.subject())
            .getBytes(StandardCharsets.UTF_8);
    return new Issued(wish.subject(), text(payload, sign(keys.getFirst(), payload)), expiresAt);
  }

  private static String text(byte[] payload, byte[] signature) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return PREFIX + base64.encodeToString(payload) + "." + base64.encodeToString(signature);
  }

  /** Who holds a token; empty when it is not ours, changed, over, or of a revoked key. */
  Optional<Caller.TokenHolder> verify(String token) {
    int dot = token.indexOf('.');
    if (!token.startsWith(PREFIX) || dot < 0 || token.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    byte[] payload;
    byte[] signature;
    try {
      payload = Base64.getUrlDecoder().decode(token.substring(PREFIX.length(), dot));
      signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    // A token has one spelling: Base64 has several for the same bytes.
    if (!isSigned(payload, signature) || !token.equals(text(payload, signature))) {
      return Optional.empty();
    }
    try {
      return holder(new String(payload, StandardCharsets.UTF_8), name(signature));
    } catch (IllegalArgumentException | ArithmeticException signedBySomethingElse) {
      return Optional.empty();
    }
  }

  private boolean isSigned(byte[] payload, byte[] signature) {
    boolean signed = false;
    for (SecretKey key : keys) {
      signed |= MessageDigest.isEqual(signature, sign(key, payload));
    }
    return signed;
  }

  private Optional<Caller.TokenHolder> holder(String payload, String name) {
    String[] fields = payload.split(":", FIELDS);
    if (fields.length != FIELDS || !fields[0].equals(FORM)) {
      return Optional.empty();
    }
    String subject = fields[7];
    Caller.TokenTerms terms =
        new Caller.TokenTerms(
            Instant.ofEpochMilli(Long.parseLong(fields[2])),
            Instant.ofEpochMilli(Math.multiplyExact(Long.parseLong(fields[1]), 1_000L)),
            actions(fields[3]),
            given(fields[4]).map(Long::parseLong),
            given(fields[5]).map(UUID::fromString),
            given(fields[6]));
    boolean good =
        Subjects.isSubject(subject)
            && clock.instant().isBefore(terms.expiresAt())
            && terms.key().filter(key -> !vouches.test(key)).isEmpty();
    return good ? Optional.of(new Caller.TokenHolder(subject, name, terms)) : Optional.empty();
  }

  private static Set<Action> actions(String words) {
    return Arrays.stream(words.split("\\+", -1))
        .map(word -> Action.of(word).orElseThrow(IllegalArgumentException::new))
        .collect(Collectors.toSet());
  }

  private static Optional<String> given(String field) {
    return field.isEmpty() ? Optional.empty() : Optional.of(field);
  }

  /**
   * A name for a token that was verified: the same however its signature is written, and of no use
   * to whoever reads it.
   */
  private static String name(byte[] signature) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(signature);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static byte[] sign(SecretKey key, byte[] payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(payload);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
