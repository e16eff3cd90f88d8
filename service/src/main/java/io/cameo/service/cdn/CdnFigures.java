package io.cameo.service.cdn;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.cameo.service.jobs.AskedFigures;
import io.cameo.service.jobs.Job;
import io.cameo.service.observability.StorageMetric;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows how many requests the CDN answers by itself, by its vendor's word. */
@Configuration(proxyBeanMethods = false)
class CdnFigures {

  private static final Duration EVERY = Duration.ofMinutes(5);

  /** The job is there without the setting too: its row would wait for nobody. */
  @Bean
  AskedFigures askedOfTheCdn(CdnSettings cdn, CdnFigureSettings figures, Clock clock) {
    return new AskedFigures(
        Job.CDN_FIGURES,
        EVERY,
        () ->
            figures.on()
                ? HitCounts.last(HitCounts.vendor(cdn, figures), clock.instant())
                : Map.of(),
        clock);
  }

  @Bean
  RecurringTask<String> cdnFiguresTask(AskedFigures askedOfTheCdn) {
    return askedOfTheCdn.task();
  }

  @Bean
  MeterBinder cdnFigureMetrics(
      AskedFigures askedOfTheCdn, CdnFigureSettings settings, DataSource database) {
    return registry -> {
      if (settings.on()) {
        askedOfTheCdn
            .on(database, registry)
            .gauge(StorageMetric.CDN_HIT_RATIO, HitCounts.RATIO)
            .gauge(StorageMetric.CDN_REQUESTS, HitCounts.REQUESTS);
      }
    };
  }
}
