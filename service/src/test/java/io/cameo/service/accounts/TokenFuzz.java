package io.cameo.service.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Fuzz target: any text as an upload token, and any payload under a true signature. */
public final class TokenFuzz {

  private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "HmacSHA256");
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
  private static final UploadTokens TOKENS =
      new UploadTokens(List.of(KEY), CLOCK, "mykeyofkeys1"::equals);
  static final String ISSUED =
      TOKENS.issue(UploadTokens.Wish.all("alice", Duration.ofMinutes(5))).token();

  private TokenFuzz() {}

  /** Called by the fuzzer; the first bit of the first byte says which of the two it is. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
    if ((bytes[0] & 1) == 0) {
      String text = new String(rest, StandardCharsets.ISO_8859_1);
      require(
          TOKENS.verify(text).isEmpty() || text.equals(ISSUED),
          "a token that nobody issued is good");
    } else {
      Optional<Caller.TokenHolder> holder = TOKENS.verify(signed(rest));
      require(
          holder.isEmpty() || Subjects.isSubject(holder.get().subject()),
          "a token for what is no subject is good");
      require(
          holder.isEmpty() || !holder.get().terms().actions().isEmpty(),
          "a token for nothing is good");
    }
  }

  private static String signed(byte[] payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(KEY);
      Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
      return UploadTokens.PREFIX
          + base64.encodeToString(payload)
          + "."
          + base64.encodeToString(mac.doFinal(payload));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
