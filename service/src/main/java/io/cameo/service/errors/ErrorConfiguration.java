package io.cameo.service.errors;

import io.cameo.service.observability.ServiceMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the trackers that are configured; the libraries of others are not even loaded. */
@Configuration(proxyBeanMethods = false)
class ErrorConfiguration {

  @Bean
  ErrorReports errorReports(ErrorSettings settings, MeterRegistry metrics) {
    List<ErrorOutlet> outlets = new ArrayList<>();
    for (ErrorTracker tracker : trackers(settings)) {
      outlets.add(
          new ErrorOutlet(
              tracker,
              outcome ->
                  ServiceMetric.ERRORS_REPORTED
                      .counter(metrics, tracker.name(), outcome)
                      .increment()));
    }
    ErrorReports reports = new ErrorReports(outlets, settings.samplePercent());
    reports.listen();
    return reports;
  }

  static List<ErrorTracker> trackers(ErrorSettings settings) {
    List<ErrorTracker> trackers = new ArrayList<>();
    settings.sentry().ifPresent(dsn -> trackers.add(new SentryTracker(dsn, settings.naming())));
    settings
        .rollbar()
        .ifPresent(
            token ->
                trackers.add(
                    new RollbarTracker(
                        token,
                        settings.rollbarEndpoint().orElseGet(RollbarTracker::usual),
                        settings.naming())));
    return trackers;
  }
}
