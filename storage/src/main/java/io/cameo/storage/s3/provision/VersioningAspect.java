package io.cameo.storage.s3.provision;

import io.cameo.storage.s3.provision.ConfigurationCalls.Call;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;

/**
 * That the bucket keeps for a while what is deleted. It is never switched off: that would not remove
 * what is kept. Nor is it switched on before the rule is there that removes it in time, because what
 * was erased would be kept for ever.
 */
final class VersioningAspect implements Aspect {

  static final String NAME = "versioning";

  private static final Call GET = new Call("GetBucketVersioning", "s3:GetBucketVersioning");
  private static final Call PUT = new Call("PutBucketVersioning", "s3:PutBucketVersioning");

  private static final String WANTED = BucketVersioningStatus.ENABLED.toString();

  private final ConfigurationCalls calls;
  private final boolean wanted;

  VersioningAspect(ConfigurationCalls calls, boolean wanted) {
    this.calls = calls;
    this.wanted = wanted;
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
    calls.write(
        PUT,
        () ->
            calls
                .client()
                .putBucketVersioning(
                    put ->
                        put.bucket(calls.bucket().bucket())
                            .versioningConfiguration(
                                versions -> versions.status(BucketVersioningStatus.ENABLED))));
  }
}
