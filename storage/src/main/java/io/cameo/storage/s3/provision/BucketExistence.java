package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.BucketAccess;
import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** That there is a bucket at all. Nothing else can be asked before. */
final class BucketExistence implements Aspect {

  static final String NAME = "bucket";

  private static final Call HEAD = new Call("HeadBucket", "s3:ListBucket");
  private static final Call CREATE = new Call("CreateBucket", "s3:CreateBucket");

  private final ConfigurationCalls calls;

  BucketExistence(ConfigurationCalls calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String withoutIt() {
    return "This is no S3 server.";
  }

  @Override
  public Look look() {
    boolean there = isThere();
    return Look.of(
        there ? "exists" : "does not exist",
        "exists",
        there ? Optional.empty() : Optional.of(this::create));
  }

  private boolean isThere() {
    BucketAccess bucket = calls.bucket();
    try {
      bucket.client().headBucket(at -> at.bucket(bucket.bucket()));
      return true;
    } catch (S3Exception answer) {
      if (answer.statusCode() == 404) {
        return false;
      }
      throw bucket.translate(HEAD.word(), HEAD.permission(), answer);
    } catch (SdkException unanswered) {
      throw bucket.translate(HEAD.word(), HEAD.permission(), unanswered);
    }
  }

  private void create() throws CallFailure {
    try {
      // The SDK adds the region where one has to be named.
      calls.write(
          CREATE, () -> calls.client().createBucket(make -> make.bucket(calls.bucket().bucket())));
    } catch (CallFailure failure) {
      // Somebody was faster, with the same credentials.
      if (!isThere()) {
        throw failure;
      }
    }
  }
}
