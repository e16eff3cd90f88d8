package io.cameo.storage.s3;

import io.cameo.storage.StorageException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The client and the words for errors, for what is asked of the bucket itself and not of objects.
 * Only the packages below this one can do anything with it: nobody else sees the SDK.
 */
public final class BucketAccess implements AutoCloseable {

  /** A call on the bucket. */
  private record OnBucket(String word, String permission) implements Asked {
    @Override
    public boolean onBucket() {
      return true;
    }
  }

  private final S3StoreOptions options;
  private final BucketAdvice advice;
  private final S3Errors errors;
  private final S3Client client;

  private BucketAccess(S3StoreOptions options) {
    Region region = S3Clients.region(options.location());
    this.options = options;
    this.advice = new BucketAdvice(options, region.id());
    this.errors = new S3Errors(advice);
    this.client = S3Clients.client(options, region);
  }

  /**
   * Makes the client; nothing is asked of the server yet.
   *
   * @throws StorageException if it cannot be found out where the bucket is
   */
  public static BucketAccess open(S3StoreOptions options) {
    return new BucketAccess(options);
  }

  public S3Client client() {
    return client;
  }

  public S3StoreOptions options() {
    return options;
  }

  public String bucket() {
    return options.bucket();
  }

  /** The bucket's name as policies write it. */
  public String arn() {
    return advice.arn();
  }

  /** The server in words. */
  public String server() {
    return advice.server();
  }

  /** The error's code in Amazon's words; empty where the answer had no body. */
  public String code(S3Exception answer) {
    return S3Errors.code(answer);
  }

  /**
   * What a failure means.
   *
   * @param word the call's name in Amazon's words
   * @param permission the IAM action that allows it
   */
  public StorageException translate(String word, String permission, SdkException failure) {
    return errors.translate(new OnBucket(word, permission), failure);
  }

  @Override
  public void close() {
    client.close();
  }
}
