package io.cameo.service.http;

import io.cameo.service.observability.ServiceMetric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.apache.catalina.Container;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets up the connections: what they may cost, and how they are encrypted. */
@Configuration(proxyBeanMethods = false)
class TransportConfiguration {

  /**
   * Signs that browsers leave as they are in a query, as their standard has it; the server would
   * refuse them all. A picture whose address has one, in a name or in a parameter that nobody
   * reads, would be a broken image.
   */
  private static final String SENT_BY_BROWSERS = "[]{}|^`\\";

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> timedConnector() {
    return factory -> factory.setProtocol(TimedHttp11Protocol.class.getName());
  }

  /** A caller that waits for 100 Continue is refused before it sends what will not be taken. */
  @Bean
  TomcatConnectorCustomizer connector(TransportSettings settings, TlsSettings tls) {
    return connector -> {
      connector.setProperty(
          "socket.appWriteBufSize", Integer.toString(ConnectionBudget.WRITE_AT_ONCE));
      if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
        http.setContinueResponseTiming("onRead");
        http.setRelaxedQueryChars(SENT_BY_BROWSERS);
        // Sets the time-out anew when a head is complete, see TimedHttp11Protocol.
        http.setDisableUploadTimeout(false);
        http.setConnectionUploadTimeout((int) settings.silence().toMillis());
      }
      if (connector.getProtocolHandler() instanceof TimedHttp11Protocol timed) {
        timed.setHead(settings.head());
      }
      if (settings.speaksHttp2(tls.isOn())) {
        connector.addUpgradeProtocol(http2(settings.silence()));
      }
    };
  }

  private static PriorKnowledgeHttp2 http2(Duration silence) {
    PriorKnowledgeHttp2 http2 = new PriorKnowledgeHttp2();
    http2.setMaxConcurrentStreams(ConnectionBudget.STREAMS);
    http2.setInitialWindowSize(ConnectionBudget.STREAM_WINDOW);
    http2.setReadTimeout(silence.toMillis());
    http2.setWriteTimeout(silence.toMillis());
    http2.setStreamReadTimeout(silence.toMillis());
    http2.setStreamWriteTimeout(silence.toMillis());
    return http2;
  }

  /** Before the hosts, so that it is behind every answer too, the reported problems included. */
  @Bean
  TomcatContextCustomizer transportValve(TransportSettings settings) {
    return context -> {
      Container engine = context.getParent().getParent();
      engine.getPipeline().addValve(new TransportValve(settings.pace()));
    };
  }

  /** The framework's own look at the certificate is in health, under ssl. */
  @Bean
  @ConditionalOnProperty("server.ssl.bundle")
  CertificateExpiry certificateExpiry(SslBundles bundles, Clock clock, MeterRegistry metrics) {
    CertificateExpiry expiry = new CertificateExpiry(bundles, clock);
    ServiceMetric.CERTIFICATE_LEFT.gauge(metrics, expiry, CertificateExpiry::seconds);
    return expiry;
  }
}
