package io.cameo.service.takedown;

import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.catalogue.Identities;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.cdn.Probe;
import io.cameo.service.cdn.Purger;
import io.cameo.service.cdn.Purgers;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.gravatar.GravatarSettings;
import io.cameo.service.switches.Switch;
import io.cameo.service.switches.SwitchBook;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what takes old pictures down at a CDN, where there is one. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnPurges.class)
class TakedownConfiguration {

  @Bean
  Purger purger(CdnSettings settings) {
    return Purgers.of(settings);
  }

  @Bean
  Probe probe(CdnSettings settings) {
    return new Probe(settings.base().orElseThrow());
  }

  @Bean
  PurgeOutbox purgeOutbox(JdbcClient sql) {
    return new PurgeOutbox(sql);
  }

  @Bean
  TakedownMetrics takedownMetrics(
      PurgeOutbox outbox, CdnSettings settings, MeterRegistry metrics, Clock clock) {
    return new TakedownMetrics(outbox, settings.deadline(), metrics, clock);
  }

  @Bean
  Takedowns takedowns(
      PurgeOutbox outbox, Purger purger, Proof proof, TakedownMetrics metrics, ChangeBus bus) {
    Takedowns takedowns = new Takedowns(outbox, purger, proof, metrics);
    bus.subscribe(takedowns);
    return takedowns;
  }

  @Bean
  Proof takedownProof(
      Catalogue catalogue,
      Identities identities,
      Probe probe,
      CdnSettings settings,
      GravatarSettings gravatar,
      SwitchBook switches,
      TakedownMetrics metrics) {
    return new Proof(
        catalogue,
        identities,
        probe,
        settings,
        gravatar.on(),
        () -> switches.isOn(Switch.FALLBACKS_ONLY),
        metrics);
  }
}
