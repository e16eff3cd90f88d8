package io.cameo.service.http;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The operator's port speaks HTTP/1.1 alone, also where the public one speaks HTTP/2: without TLS a
 * client could only upgrade, and what answers the request that upgraded waits for a window that
 * Tomcat does not read while it answers, so {@code /metrics}, which is longer than a first window,
 * would come to a stop.
 *
 * <p>Without an annotation, so that the scan of the application does not take it for the public
 * port: the file in META-INF/spring names it to the context of the operator's port.
 */
class ManagementTransport {

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> http11() {
    return factory -> factory.setHttp2(new Http2());
  }
}
