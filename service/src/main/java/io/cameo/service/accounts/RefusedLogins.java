package io.cameo.service.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cameo.service.observability.ServiceMetric;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials that were refused: all of them are counted, and the first of an address and kind in a
 * minute is logged, so that nobody fills the log by guessing. What was presented is never told.
 */
final class RefusedLogins {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedLogins.class);

  private static final Duration QUIET = Duration.ofMinutes(1);

  /** Addresses that are remembered; of more than these, some are logged again sooner. */
  private static final int MOST = 10_000;

  /** What was presented. */
  enum Kind {
    /** A header that holds no credential. */
    MALFORMED,
    UPLOAD_TOKEN,
    PROVIDER_TOKEN,
    KEY
  }

  private final MeterRegistry metrics;
  private final Cache<String, Boolean> told =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(QUIET).build();

  RefusedLogins(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void note(Kind kind, HttpServletRequest request) {
    String word = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    ServiceMetric.LOGINS_REFUSED.counter(metrics, word).increment();
    String address = String.valueOf(request.getRemoteAddr());
    if (told.asMap().putIfAbsent(word + " " + address, true) == null) {
      LOG.warn(
          "A credential ({}) from {} was refused; more of the kind from there are only counted for a"
              + " minute",
          word,
          address);
    }
  }
}
