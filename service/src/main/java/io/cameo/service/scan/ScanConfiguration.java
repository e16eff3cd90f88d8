package io.cameo.service.scan;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the scanner. A scanner that is away does not stop the start: uploads wait for it. */
@Configuration(proxyBeanMethods = false)
class ScanConfiguration {

  @Bean
  Scanner scanner(ScanSettings settings, MeterRegistry metrics, Clock clock) {
    if (settings.clamd().isEmpty()) {
      LoggerFactory.getLogger(ScanConfiguration.class)
          .warn("Uploads are not scanned for viruses; CAMEO_CLAMD names a scanner");
      return new NoScanner();
    }
    ClamdScanner scanner = new ClamdScanner(settings, metrics, clock, System::nanoTime);
    scanner.start();
    return scanner;
  }

  /** Not part of readiness: a node without a scanner still delivers pictures. */
  @Bean
  HealthIndicator scannerHealthIndicator(Scanner scanner) {
    return () -> health(scanner);
  }

  static Health health(Scanner scanner) {
    if (!(scanner instanceof ClamdScanner clamd)) {
      return Health.up().withDetail("scanner", "off").build();
    }
    Optional<String> wrong = clamd.wrong();
    Health.Builder health =
        wrong.isEmpty() ? Health.up() : Health.down().withDetail("reason", wrong.get());
    clamd.signatures().ifPresent(words -> health.withDetail("signatures", words));
    return health.withDetail("underWay", clamd.underWay()).build();
  }
}
