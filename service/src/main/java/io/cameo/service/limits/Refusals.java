package io.cameo.service.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cameo.service.limits.LimitRules.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who was refused and until when, in bounded memory: asking it costs no database. */
final class Refusals {

  /** Most refused holders that are remembered; beyond it others ask the database again. */
  private static final int REMEMBERED = 100_000;

  /** Bodies are told apart in steps of this, so that a byte less is no new question. */
  private static final int STEP = 64 * 1024;

  private final Cache<Holder, Refusal> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofHours(1)).build();

  /**
   * One refusal.
   *
   * @param until when as much would be let in
   * @param steps size of the refused body
   */
  record Refusal(Allowance allowance, Unit unit, Instant until, long steps) {}

  void remember(Allowance allowance, Unit unit, Instant until, Cost cost) {
    remembered.put(
        allowance.holder(), new Refusal(allowance, unit, until, steps((long) cost.bytes())));
  }

  /** The refusal that still holds for an upload of this size. */
  Optional<Refusal> of(Holder holder, long bytes, Instant now) {
    Refusal refusal = remembered.getIfPresent(holder);
    if (refusal == null || !refusal.until().isAfter(now)) {
      return Optional.empty();
    }
    boolean smaller = refusal.unit() == Unit.BYTES && steps(bytes) < refusal.steps();
    return smaller ? Optional.empty() : Optional.of(refusal);
  }

  private static long steps(long bytes) {
    return bytes / STEP;
  }

  long size() {
    remembered.cleanUp();
    return remembered.estimatedSize();
  }
}
