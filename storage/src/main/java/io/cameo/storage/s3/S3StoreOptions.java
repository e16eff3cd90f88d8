package io.cameo.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Which bucket, how it is reached, and how objects are put there.
 *
 * @param bucket its name
 * @param location where it is
 * @param credentials who asks; empty for the SDK's default chain (environment, profile, container,
 *     instance)
 * @param checksums how writes and reads are protected on their way
 * @param placement what is asked of the server for every object
 * @param limits what a call may take at most
 */
public record S3StoreOptions(
    String bucket,
    Location location,
    Optional<Credentials> credentials,
    Checksums checksums,
    Placement placement,
    Limits limits) {

  /**
   * Where a bucket is.
   *
   * @param region empty: what the SDK finds, or {@code us-east-1} where an endpoint is given
   * @param endpoint the address of a server other than Amazon's
   * @param pathStyle whether the bucket's name stands in the path instead of the host name
   */
  public record Location(Optional<String> region, Optional<URI> endpoint, boolean pathStyle) {}

  /** An access key. */
  public record Credentials(
      String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Credentials[" + accessKeyId + "]";
    }
  }

  /** How bytes are protected on their way. */
  public enum Checksums {
    /** SHA-256 of every object is sent, kept by the server and checked with every read. */
    ALWAYS,
    /** Content-MD5 only, for servers that do not know the newer checksums. */
    WHEN_REQUIRED
  }

  /** Who encrypts objects where they lie. */
  public enum Encryption {
    /** As the bucket is set up. */
    BUCKET,
    /** Keys of S3 (SSE-S3). */
    AES256,
    /** Keys of the key service (SSE-KMS). */
    KMS
  }

  /**
   * What is asked of the server for every object.
   *
   * @param kmsKey id or ARN of the key for {@link Encryption#KMS}; empty for the account's own
   * @param storageClass such as {@code INTELLIGENT_TIERING}; empty for the server's usual one
   */
  public record Placement(
      Encryption encryption, Optional<String> kmsKey, Optional<String> storageClass) {

    /** As the bucket is set up. */
    public static final Placement OF_BUCKET =
        new Placement(Encryption.BUCKET, Optional.empty(), Optional.empty());
  }

  /**
   * What calls may take at most.
   *
   * @param connections open at once, which is also the most calls under way
   * @param waiting calls that may wait for one of them; more are turned away at once
   * @param connect time until a connection stands, and longest wait for a free one
   * @param read time without a byte from the server
   * @param attempt time of one attempt
   * @param call time of a whole call with its retries; also that of reading an object's bytes
   * @param attempts of one call, the first included
   */
  public record Limits(
      int connections,
      int waiting,
      Duration connect,
      Duration read,
      Duration attempt,
      Duration call,
      int attempts) {

    public Limits {
      if (connections < 1 || waiting < 0 || attempts < 1) {
        throw new IllegalArgumentException("no calls would be possible");
      }
    }

    /** For a call of this length: a hung attempt leaves time for another one. */
    public static Limits of(int connections, Duration call) {
      Duration attempt = call.multipliedBy(2).dividedBy(5);
      return new Limits(
          connections,
          4 * connections,
          shorter(Duration.ofSeconds(2), attempt),
          attempt,
          attempt,
          call,
          3);
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }
}
