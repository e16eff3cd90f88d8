package io.cameo.storage.s3.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.NoncurrentVersionExpiration;
import software.amazon.awssdk.services.s3.model.Transition;

/** A rule of a lifecycle in words, which are the same for rules that do the same. */
final class LifecycleWords {

  /** Classes from which an object comes back after minutes or hours only. */
  private static final Set<String> SLOW = Set.of("GLACIER", "DEEP_ARCHIVE");

  private LifecycleWords() {}

  static boolean isOurs(LifecycleRule rule) {
    return rule.id() != null && rule.id().startsWith(Provisioner.OURS);
  }

  private static boolean isOn(LifecycleRule rule) {
    return rule.status() == ExpirationStatus.ENABLED;
  }

  /** The prefix of the keys; servers give it back in the old place or the new one. */
  static String prefix(LifecycleRule rule) {
    LifecycleRuleFilter filter = rule.filter();
    String prefix = null;
    if (filter != null) {
      prefix = filter.and() != null ? filter.and().prefix() : filter.prefix();
    } else {
      prefix = oldPrefix(rule);
    }
    return prefix == null ? "" : prefix;
  }

  @SuppressWarnings("deprecation")
  private static String oldPrefix(LifecycleRule rule) {
    return rule.prefix();
  }

  /** Whether it is for some objects below the prefix only: those of a tag or a size. */
  private static boolean isNarrow(LifecycleRule rule) {
    LifecycleRuleFilter filter = rule.filter();
    return filter != null
        && (filter.tag() != null
            || filter.objectSizeGreaterThan() != null
            || filter.objectSizeLessThan() != null
            || filter.and() != null);
  }

  private static boolean hasTag(LifecycleRule rule) {
    LifecycleRuleFilter filter = rule.filter();
    return filter != null
        && (filter.tag() != null || (filter.and() != null && filter.and().hasTags()));
  }

  static String of(LifecycleRule rule) {
    List<String> does = new ArrayList<>();
    LifecycleExpiration expiration = rule.expiration();
    if (expiration != null && expiration.days() != null) {
      does.add("expire after " + expiration.days() + " d");
    }
    if (expiration != null && expiration.date() != null) {
      does.add("expire on " + expiration.date());
    }
    if (expiration != null && Boolean.TRUE.equals(expiration.expiredObjectDeleteMarker())) {
      does.add("remove delete markers that hide nothing");
    }
    NoncurrentVersionExpiration noncurrent = rule.noncurrentVersionExpiration();
    if (noncurrent != null) {
      does.add(
          "remove versions "
              + noncurrent.noncurrentDays()
              + " d after they were superseded"
              + (noncurrent.newerNoncurrentVersions() == null
                  ? ""
                  : " but for the newest " + noncurrent.newerNoncurrentVersions()));
    }
    if (rule.abortIncompleteMultipartUpload() != null) {
      does.add(
          "abandon unfinished multipart uploads after "
              + rule.abortIncompleteMultipartUpload().daysAfterInitiation()
              + " d");
    }
    for (Transition transition : rule.transitions()) {
      does.add(
          "move to "
              + transition.storageClassAsString()
              + (transition.days() == null ? "" : " after " + transition.days() + " d"));
    }
    rule.noncurrentVersionTransitions()
        .forEach(
            move ->
                does.add(
                    "move superseded versions to "
                        + move.storageClassAsString()
                        + " after "
                        + move.noncurrentDays()
                        + " d"));
    return rule.id()
        + (isOn(rule) ? "" : " (off)")
        + ": "
        + (prefix(rule).isEmpty() ? "whole bucket" : prefix(rule))
        + (isNarrow(rule) ? " " + rule.filter() : "")
        + ", "
        + String.join(", ", does);
  }

  /** What a rule of others does to pictures that it must not, a sentence each. */
  static List<String> conflicts(LifecycleRule rule) {
    String prefix = prefix(rule);
    // Cameo's objects have no tags.
    boolean meets =
        isOn(rule)
            && !hasTag(rule)
            && (Provisioner.PICTURES.startsWith(prefix) || prefix.startsWith(Provisioner.PICTURES));
    List<String> conflicts = new ArrayList<>();
    LifecycleExpiration expiration = rule.expiration();
    if (meets && expiration != null && (expiration.days() != null || expiration.date() != null)) {
      conflicts.add(
          "The lifecycle rule \""
              + rule.id()
              + "\" deletes pictures that are shown, whatever the database says: remove it, or give"
              + " it a prefix outside of avatars/.");
    }
    if (meets
        && rule.transitions().stream()
            .anyMatch(move -> SLOW.contains(String.valueOf(move.storageClassAsString())))) {
      conflicts.add(
          "The lifecycle rule \""
              + rule.id()
              + "\" moves pictures to a class from which they cannot be shown: remove it, or give it"
              + " a prefix outside of avatars/.");
    }
    return conflicts;
  }
}
