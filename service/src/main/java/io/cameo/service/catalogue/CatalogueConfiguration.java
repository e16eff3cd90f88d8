package io.cameo.service.catalogue;

import io.cameo.service.database.ChangeBus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Wires the catalogue. */
@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {

  @Bean
  Catalogue catalogue(JdbcClient sql, JsonMapper json) {
    return new Catalogue(sql, new VersionRows(json));
  }

  @Bean
  AuditTrail auditTrail(JdbcClient sql) {
    return new AuditTrail(sql);
  }

  @Bean
  VersionChanges versionChanges(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      AuditTrail audit,
      CatalogueSettings settings,
      ChangeBus bus) {
    return new VersionChanges(sql, transaction, json, audit, settings, bus);
  }

  @Bean
  Reaper reaper(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      Reaper.ObjectDeletion objects) {
    return new Reaper(sql, transaction, json, objects);
  }
}
