package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * That the bucket keeps for a while what is deleted. It is never switched off where it was on: that
 * would not remove what is kept. Nor is it switched on before the rule is there that removes it in
 * time, because what was erased would be kept for ever.
 *
 * <p>There are servers, Ceph Pacific among them, that overwrite in a bucket with versioning in
 * spite of If-None-Match, without which Cameo cannot use a bucket. So it is tried, and taken back.
 */
final class VersioningAspect implements Aspect {

  static final String NAME = "versioning";

  private static final Call GET = new Call("GetBucketVersioning", "s3:GetBucketVersioning");
  private static final Call PUT = new Call("PutBucketVersioning", "s3:PutBucketVersioning");
  private static final Call WRITE = new Call("PutObject", "s3:PutObject");
  private static final Call DELETE = new Call("DeleteObject", "s3:DeleteObject");

  private static final String WANTED = BucketVersioningStatus.ENABLED.toString();

  private final ConfigurationCalls calls;
  private final boolean wanted;
  private final boolean askedFor;
  private final boolean amazon;

  VersioningAspect(ConfigurationCalls calls, boolean wanted, boolean askedFor, boolean amazon) {
    this.calls = calls;
    this.wanted = wanted;
    this.askedFor = askedFor;
    this.amazon = amazon;
  }

  @Override
  public boolean isAskedFor() {
    return askedFor;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String withoutIt() {
    return "What is deleted by mistake is gone: rely on backups (docs/operations/backup.md).";
  }

  @Override
  public List<String> needs() {
    return List.of(LifecycleAspect.NAME);
  }

  @Override
  public Look look() throws CallFailure {
    String bucket = calls.bucket().bucket();
    String found =
        calls
            .read(GET, "", () -> calls.client().getBucketVersioning(get -> get.bucket(bucket)))
            .map(GetBucketVersioningResponse::statusAsString)
            .orElse("never enabled");
    return Look.of(
        found,
        wanted ? WANTED : "as it is",
        !wanted || found.equals(WANTED) ? Optional.empty() : Optional.of(this::enable));
  }

  private void enable() throws CallFailure {
    if (amazon) {
      put(BucketVersioningStatus.ENABLED);
      return;
    }
    Optional<String> fault;
    try {
      put(BucketVersioningStatus.ENABLED);
      fault = writeTwice();
    } catch (CallFailure | RuntimeException untried) {
      Change back = () -> put(BucketVersioningStatus.SUSPENDED);
      back.makeAfter(untried);
      throw untried;
    }
    if (fault.isPresent()) {
      put(BucketVersioningStatus.SUSPENDED);
      throw new CallFailure(CallFailure.Kind.REFUSED, fault.get());
    }
  }

  private void put(BucketVersioningStatus status) throws CallFailure {
    calls.write(
        PUT,
        () ->
            calls
                .client()
                .putBucketVersioning(
                    put ->
                        put.bucket(calls.bucket().bucket())
                            .versioningConfiguration(versions -> versions.status(status))));
  }

  /** Writes a key twice, which must be refused; what is wrong if it was not. */
  private Optional<String> writeTwice() throws CallFailure {
    String key = "probe/" + UUID.randomUUID();
    Change remove =
        () ->
            calls.write(
                DELETE,
                () ->
                    calls.client().deleteObject(at -> at.bucket(calls.bucket().bucket()).key(key)));
    Consumer<PutObjectRequest.Builder> once =
        put -> put.bucket(calls.bucket().bucket()).key(key).ifNoneMatch("*");
    try {
      calls.write(WRITE, () -> calls.client().putObject(once, RequestBody.fromString("once")));
    } catch (CallFailure denied) {
      return Optional.of(
          "It was suspended again, because it could not be tried whether keys are still written"
              + " once: "
              + denied.words());
    } catch (RuntimeException unanswered) {
      // It may be there all the same.
      remove.makeAfter(unanswered);
      throw unanswered;
    }
    try {
      calls.client().putObject(once, RequestBody.fromString("twice"));
    } catch (S3Exception refused) {
      if (refused.statusCode() == 412) {
        return Optional.empty();
      }
      throw calls.bucket().translate(WRITE.word(), WRITE.permission(), refused);
    } catch (SdkException unanswered) {
      throw calls.bucket().translate(WRITE.word(), WRITE.permission(), unanswered);
    } finally {
      remove.make();
    }
    return Optional.of(
        "It was suspended again: this server overwrites objects of a bucket with versioning in spite"
            + " of If-None-Match, and Cameo could not use the bucket. Set CAMEO_S3_VERSIONING=off.");
  }
}
