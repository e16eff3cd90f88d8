package io.cameo.service.switches;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.RegularLook;
import io.cameo.service.observability.ServiceMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the switches. */
@Configuration(proxyBeanMethods = false)
class SwitchConfiguration {

  @Bean
  SwitchBook switchBook(
      JdbcClient sql,
      TransactionTemplate transaction,
      Clock clock,
      ChangeBus changes,
      MeterRegistry metrics) {
    SwitchBook book = new SwitchBook(new SwitchRows(sql), transaction, clock);
    changes.subscribe(ChangeFeed.looking(SwitchBook.ANNOUNCEMENT, book::look));
    for (Switch which : Switch.values()) {
      ServiceMetric.SWITCH.gauge(metrics, book, now -> now.isOn(which) ? 1 : 0, which.word());
    }
    return book;
  }

  /** Of the service only: a command asks when it needs to know. */
  @Bean
  @ConditionalOnWebApplication
  RegularLook switchLook(SwitchBook book) {
    return new RegularLook("switches", book::load, book::look);
  }
}
