package io.cameo.service.releases;

import io.cameo.service.database.RegularLook;
import io.cameo.service.database.SchemaNews;
import io.cameo.service.observability.ProgramVersion;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires what a node says of itself; of the service only, a command is no node. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ReleaseConfiguration {

  @Bean
  Releases releases(JdbcClient sql) {
    return new Releases(sql);
  }

  @Bean(destroyMethod = "gone")
  NodeSign nodeSign(Releases releases) {
    return new NodeSign(releases, ProgramVersion.get());
  }

  @Bean
  RegularLook nodeLook(NodeSign sign, SchemaNews schema) {
    return new RegularLook(
        "node-sign", () -> sign.started(schema.stepsTaken(), schema.known()), sign::look);
  }
}
