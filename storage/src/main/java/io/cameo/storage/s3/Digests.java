package io.cameo.storage.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * The digests of what is written, and what the server's answer says about them.
 *
 * @param md5 in hexadecimal digits, as an ETag usually is
 * @param sha256 in Base64, as checksum headers carry it
 */
record Digests(String md5, String sha256) {

  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  /** What an answer proves. */
  enum Verdict {
    /** The server keeps exactly these bytes. */
    SAME,
    /** The answer names no digest that can be compared. */
    SILENT,
    /** The server names another digest. */
    DIFFERENT
  }

  static Digests of(byte[] bytes) {
    return new Digests(
        HexFormat.of().formatHex(digest("MD5", bytes)),
        Base64.getEncoder().encodeToString(digest("SHA-256", bytes)));
  }

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  String md5Base64() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5));
  }

  /**
   * Compares with what an answer names. A checksum is believed before an ETag, which is the MD5 of
   * the bytes only where no key service encrypts them and nothing was written in parts.
   */
  Verdict judge(
      Optional<String> theirSha256, Optional<String> etag, Optional<ServerSideEncryption> by) {
    if (theirSha256.isPresent()) {
      return theirSha256.get().equals(sha256) ? Verdict.SAME : Verdict.DIFFERENT;
    }
    boolean plain = by.isEmpty() || by.get() == ServerSideEncryption.AES256;
    Optional<String> theirMd5 =
        etag.map(S3Reads::unquoted).filter(tag -> plain && MD5.matcher(tag).matches());
    if (theirMd5.isEmpty()) {
      return Verdict.SILENT;
    }
    return theirMd5.get().equals(md5) ? Verdict.SAME : Verdict.DIFFERENT;
  }
}
