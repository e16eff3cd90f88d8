package io.cameo.storage.s3.provision;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/**
 * What the bucket throws away by itself. Nothing here ever removes a current object under {@code
 * avatars/}: whether a picture is still wanted only the database knows, and only the reaper acts on
 * it.
 */
final class LifecycleAspect implements Aspect {

  static final String NAME = "lifecycle";

  /** Nothing of Cameo's takes a multipart upload; others may be slow. */
  private static final int ABANDONED_DAYS = 7;

  /** A bucket counts in whole days; uploads and probes live for minutes. */
  private static final int PASSING_DAYS = 1;

  private final ConfigurationCalls calls;
  private final List<LifecycleRule> wanted;

  LifecycleAspect(ConfigurationCalls calls, int supersededDays) {
    this.calls = calls;
    this.wanted =
        List.of(
            rule("abandoned-parts", "")
                .abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(ABANDONED_DAYS))
                .build(),
            passing("incoming"),
            passing("probe"),
            rule("superseded", Provisioner.PICTURES)
                .noncurrentVersionExpiration(after -> after.noncurrentDays(supersededDays))
                .expiration(markers -> markers.expiredObjectDeleteMarker(true))
                .build());
  }

  private static LifecycleRule.Builder rule(String name, String prefix) {
    return LifecycleRule.builder()
        .id(Provisioner.OURS + name)
        .status(ExpirationStatus.ENABLED)
        .filter(filter -> filter.prefix(prefix));
  }

  /** Objects that live for minutes; delete markers that hide nothing go by the same days. */
  private static LifecycleRule passing(String folder) {
    return rule(folder, folder + "/")
        .expiration(after -> after.days(PASSING_DAYS))
        .noncurrentVersionExpiration(after -> after.noncurrentDays(PASSING_DAYS))
        .build();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String withoutIt() {
    return "Remove what lies under incoming/ and probe/ for more than a day by a job of your own, and"
        + " leave versioning off.";
  }

  @Override
  public Look look() throws CallFailure {
    LifecycleRules all = LifecycleRules.read(calls);
    Predicate<LifecycleRule> ours =
        rule -> LifecycleWords.isOurs(rule) && !TieringAspect.isOfTiering(rule);
    List<String> found = words(all.where(ours));
    List<LifecycleRule> others = all.where(rule -> !LifecycleWords.isOurs(rule));
    return new Look(
        found.isEmpty() ? List.of("no rule") : found,
        words(wanted),
        words(others),
        others.stream().flatMap(rule -> LifecycleWords.conflicts(rule).stream()).toList(),
        found.equals(words(wanted))
            ? Optional.empty()
            : Optional.of(() -> all.with(ours, wanted).write(calls)));
  }

  private static List<String> words(List<LifecycleRule> rules) {
    return rules.stream().map(LifecycleWords::of).sorted().toList();
  }
}
