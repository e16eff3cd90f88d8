package io.cameo.storage.s3;

import io.cameo.storage.IncomingObjects;
import io.cameo.storage.KeyGrammar;
import io.cameo.storage.StorageUnavailableException;
import io.cameo.storage.UploadForm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Signs forms for browser uploads (S3's "POST policy", Signature Version 4), which the SDK does not
 * do. Every field has a condition that it must equal: a server refuses whatever has none, so that
 * no ACL, redirect or metadata can be added.
 */
final class S3PostForms {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXPIRATION =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'.000Z'").withZone(ZoneOffset.UTC);

  private final S3StoreOptions options;
  private final Region region;
  private final S3Client client;
  private final AwsCredentialsProvider provider;

  S3PostForms(
      S3StoreOptions options, Region region, S3Client client, AwsCredentialsProvider provider) {
    this.options = options;
    this.region = region;
    this.client = client;
    this.provider = provider;
  }

  UploadForm sign(IncomingObjects.Wanted wanted, Instant now) {
    KeyGrammar.requireKey(wanted.key());
    AwsCredentials credentials = credentials();
    Instant expires = expiry(wanted, credentials, now);
    String scope = DAY.format(now) + "/" + region.id() + "/s3/aws4_request";
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("key", wanted.key());
    fields.put("Content-Type", wanted.contentType());
    encryption(fields);
    fields.put("x-amz-algorithm", ALGORITHM);
    fields.put("x-amz-credential", credentials.accessKeyId() + "/" + scope);
    fields.put("x-amz-date", SECOND.format(now));
    if (credentials instanceof AwsSessionCredentials session) {
      fields.put("x-amz-security-token", session.sessionToken());
    }
    String policy =
        Base64.getEncoder()
            .encodeToString(policy(fields, wanted, expires).getBytes(StandardCharsets.UTF_8));
    fields.put("policy", policy);
    fields.put("x-amz-signature", signature(credentials.secretAccessKey(), now, policy));
    return new UploadForm(address(), fields, expires);
  }

  private AwsCredentials credentials() {
    try {
      return provider.resolveCredentials();
    } catch (SdkException none) {
      throw new StorageUnavailableException("There are no credentials to sign a form with", none);
    }
  }

  /** Not later than the credentials themselves: the server would refuse it from then on. */
  private static Instant expiry(
      IncomingObjects.Wanted wanted, AwsCredentials credentials, Instant now) {
    Instant wished = now.plus(wanted.life());
    Optional<Instant> end = credentials.expirationTime();
    return end.filter(at -> at.isBefore(wished)).orElse(wished).truncatedTo(ChronoUnit.SECONDS);
  }

  /** What a bucket may demand of every object. */
  private void encryption(Map<String, String> fields) {
    switch (options.placement().encryption()) {
      case BUCKET -> {}
      case AES256 -> fields.put("x-amz-server-side-encryption", "AES256");
      case KMS -> {
        fields.put("x-amz-server-side-encryption", "aws:kms");
        options
            .placement()
            .kmsKey()
            .ifPresent(key -> fields.put("x-amz-server-side-encryption-aws-kms-key-id", key));
      }
    }
  }

  private String policy(
      Map<String, String> fields, IncomingObjects.Wanted wanted, Instant expires) {
    StringBuilder policy =
        new StringBuilder("{\"expiration\":")
            .append(quoted(EXPIRATION.format(expires)))
            .append(",\"conditions\":[{\"bucket\":")
            .append(quoted(options.bucket()))
            .append('}');
    fields.forEach(
        (name, value) ->
            policy.append(",{").append(quoted(name)).append(':').append(quoted(value)).append('}'));
    return policy
        .append(",[\"content-length-range\",")
        .append(wanted.leastBytes())
        .append(',')
        .append(wanted.mostBytes())
        .append("]]}")
        .toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The bucket's own address, in the style that the store uses. */
  private URI address() {
    String ofAnObject =
        client.utilities().getUrl(at -> at.bucket(options.bucket()).key("k")).toString();
    return URI.create(ofAnObject.substring(0, ofAnObject.length() - 1));
  }

  private String signature(String secret, Instant now, String policy) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {DAY.format(now), region.id(), "s3", "aws4_request"}) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, policy));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
