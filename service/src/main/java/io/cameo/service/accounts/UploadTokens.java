package io.cameo.service.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Upload tokens: short-lived, for one subject, verified without the database.
 *
 * <p>Form: {@code cut_<payload>.<signature>}; the payload is {@code 1:<expiry in epoch
 * seconds>:<subject>} and the signature HMAC-SHA-256 of it, both in URL-safe Base64.
 */
public final class UploadTokens {

  /** How every token begins, so that scanners of leaked secrets can find it. */
  static final String PREFIX = "cut_";

  /** Longest life of a token. */
  public static final Duration LONGEST = Duration.ofHours(24);

  private static final int LONGEST_TEXT = 600;
  private static final String FORM = "1:";

  private final SecretKey key;
  private final Clock clock;

  UploadTokens(SecretKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /**
   * @param expiresAt when it ends, in whole seconds
   */
  public record Issued(String subject, String token, Instant expiresAt) {}

  /** Makes a token with which a browser may change this subject's avatar. */
  public Issued issue(String subject, Duration life) {
    Instant expiresAt = Instant.ofEpochSecond(clock.instant().plus(life).getEpochSecond());
    byte[] payload =
        (FORM + expiresAt.getEpochSecond() + ":" + subject).getBytes(StandardCharsets.UTF_8);
    return new Issued(subject, text(payload, sign(payload)), expiresAt);
  }

  private static String text(byte[] payload, byte[] signature) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return PREFIX + base64.encodeToString(payload) + "." + base64.encodeToString(signature);
  }

  /** The subject a token is for; empty when it is not ours, changed, or over. */
  Optional<String> verify(String token) {
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
    if (!MessageDigest.isEqual(signature, sign(payload))
        || !token.equals(text(payload, signature))) {
      return Optional.empty();
    }
    String words = new String(payload, StandardCharsets.UTF_8);
    int end = words.indexOf(':', FORM.length());
    if (!words.startsWith(FORM) || end < 0) {
      return Optional.empty();
    }
    String subject = words.substring(end + 1);
    return Subjects.isSubject(subject) && isAhead(words.substring(FORM.length(), end))
        ? Optional.of(subject)
        : Optional.empty();
  }

  private boolean isAhead(String expiry) {
    try {
      return clock.instant().getEpochSecond() < Long.parseLong(expiry);
    } catch (NumberFormatException signedBySomethingElse) {
      return false;
    }
  }

  /**
   * A name for a token that was verified: the same however its signature is written, and of no use
   * to whoever reads it.
   */
  static String name(String token) {
    try {
      byte[] signature = Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(signature);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private byte[] sign(byte[] payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(payload);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
