package io.cameo.service.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.Problem;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts uploads. A caller that was refused is remembered in memory and costs the database nothing
 * until its time is up.
 */
public final class UploadLimits {

  private static final Logger LOG = LoggerFactory.getLogger(UploadLimits.class);

  /** Most refused callers that are remembered; beyond it the oldest ask the database again. */
  private static final int REMEMBERED = 100_000;

  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final LimitSettings settings;
  private final PostgreSQLSelectForUpdateBasedProxyManager<String> buckets;
  private final Clock clock;
  private final BucketConfiguration perSubject;
  private final BucketConfiguration perAddress;
  private final Cache<String, Instant> refusedUntil =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofHours(1)).build();

  UploadLimits(
      LimitSettings settings,
      PostgreSQLSelectForUpdateBasedProxyManager<String> buckets,
      Clock clock) {
    this.settings = settings;
    this.buckets = buckets;
    this.clock = clock;
    this.perSubject = hourly(settings.perSubject());
    this.perAddress = hourly(settings.perAddress());
  }

  private static BucketConfiguration hourly(int uploads) {
    return BucketConfiguration.builder()
        .addLimit(limit -> limit.capacity(uploads).refillGreedy(uploads, Duration.ofHours(1)))
        .build();
  }

  /**
   * Takes one upload from the subject's allowance and, when given, from the address's.
   *
   * @throws io.cameo.service.http.ProblemException {@code rate-limited}, with the time to wait
   */
  public void take(String subject, Optional<String> address) {
    if (!settings.on()) {
      return;
    }
    Optional<String> fromAddress = address.map(from -> "address " + from);
    String ofSubject = "subject " + subject;
    // Whoever is refused by either must not go on taking from the other.
    fromAddress.ifPresent(bucket -> requireNotRefused("address", bucket));
    requireNotRefused("subject", ofSubject);
    fromAddress.ifPresent(bucket -> take("address", bucket, perAddress));
    take("subject", ofSubject, perSubject);
  }

  private void requireNotRefused(String limit, String bucket) {
    Instant now = clock.instant();
    Instant until = refusedUntil.getIfPresent(bucket);
    if (until != null && until.isAfter(now)) {
      throw refused(limit, Duration.between(now, until));
    }
  }

  private void take(String limit, String bucket, BucketConfiguration configuration) {
    Instant now = clock.instant();
    ConsumptionProbe probe;
    try {
      probe = buckets.getProxy(bucket, () -> configuration).tryConsumeAndReturnRemaining(1);
    } catch (RuntimeException databaseAway) {
      LOG.warn("The limits cannot be counted at the moment", databaseAway);
      throw CommonProblems.unavailable(
              "Uploads cannot be counted at the moment. Try again in a few seconds.")
          .toException();
    }
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
      refusedUntil.put(bucket, now.plus(wait));
      throw refused(limit, wait);
    }
  }

  /** Removes the buckets that are full again, and with them the names they were under. */
  void forgetWhoMayAgain() {
    int removed;
    do {
      removed = buckets.removeExpired(FORGOTTEN_AT_ONCE);
    } while (removed == FORGOTTEN_AT_ONCE);
  }

  private static RuntimeException refused(String limit, Duration wait) {
    return Problem.of(
            429,
            "rate-limited",
            "Too many uploads",
            "This "
                + limit
                + " has uploaded too often within the hour. Wait as long as Retry-After says.")
        .with("limit", limit)
        .retryAfter(wait)
        .toException();
  }
}
