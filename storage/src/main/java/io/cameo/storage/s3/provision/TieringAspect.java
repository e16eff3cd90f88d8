package io.cameo.storage.s3.provision;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Transition;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/**
 * That pictures which nobody looks at become cheaper, and stay readable at once. Most pictures are
 * replaced early or kept for years: the move, which has a price, waits until the early ones are
 * gone. Objects below 128 KB are left out by S3 itself.
 */
final class TieringAspect implements Aspect {

  private static final int AFTER_DAYS = 30;

  private static final LifecycleRule RULE =
      LifecycleRule.builder()
          .id(Provisioner.OURS + "tiering")
          .status(ExpirationStatus.ENABLED)
          .filter(filter -> filter.prefix(Provisioner.PICTURES))
          .transitions(
              Transition.builder()
                  .days(AFTER_DAYS)
                  .storageClass(TransitionStorageClass.INTELLIGENT_TIERING)
                  .build())
          .build();

  private final ConfigurationCalls calls;
  private final boolean wanted;
  private final boolean askedFor;

  TieringAspect(ConfigurationCalls calls, boolean wanted, boolean askedFor) {
    this.calls = calls;
    this.wanted = wanted;
    this.askedFor = askedFor;
  }

  static boolean isOfTiering(LifecycleRule rule) {
    return RULE.id().equals(rule.id());
  }

  @Override
  public String name() {
    return "intelligent-tiering";
  }

  @Override
  public String withoutIt() {
    return "Pictures stay in the class that they were written to.";
  }

  @Override
  public boolean isAskedFor() {
    return wanted && askedFor;
  }

  @Override
  public Look look() throws CallFailure {
    LifecycleRules all = LifecycleRules.read(calls);
    List<String> found =
        all.where(TieringAspect::isOfTiering).stream().map(LifecycleWords::of).toList();
    List<LifecycleRule> rules = wanted ? List.of(RULE) : List.of();
    List<String> words = rules.stream().map(LifecycleWords::of).toList();
    return new Look(
        found.isEmpty() ? List.of("no rule") : found,
        words.isEmpty() ? List.of("no rule") : words,
        List.of(),
        List.of(),
        found.equals(words)
            ? Optional.empty()
            : Optional.of(() -> all.with(TieringAspect::isOfTiering, rules).write(calls)));
  }
}
