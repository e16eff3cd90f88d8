package io.cameo.service.http;

import java.time.Duration;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.RequestContextFilter;
import tools.jackson.databind.json.JsonMapper;

/** Wires what every HTTP answer has in common. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  @Bean
  ProblemWriter problemWriter(JsonMapper json) {
    return new ProblemWriter(json);
  }

  @Bean
  FilterRegistrationBean<RequestIdFilter> requestIdFilter() {
    FilterRegistrationBean<RequestIdFilter> registration =
        new FilterRegistrationBean<>(new RequestIdFilter());
    // Pictures are delivered without it: their path is the hot one, and a CDN logs them.
    registration.addUrlPatterns("/v1/*", "/demo/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  /** Browsers of these origins may use the API; credentials travel in a header, never a cookie. */
  @Bean
  FilterRegistrationBean<CorsFilter> corsFilter(HttpSettings settings) {
    CorsConfiguration allowed = new CorsConfiguration();
    allowed.setAllowedOrigins(settings.origins());
    allowed.setAllowedMethods(List.of("GET", "HEAD", "PUT", "POST", "DELETE"));
    allowed.setAllowedHeaders(
        List.of("Authorization", "Content-Type", "Idempotency-Key", "X-Request-Id"));
    allowed.setExposedHeaders(
        List.of(
            "ETag",
            "RateLimit",
            "RateLimit-Policy",
            "Retry-After",
            "X-Request-Id",
            "X-Picture-Size",
            "X-Picture-Crop"));
    allowed.setMaxAge(Duration.ofHours(1));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/v1/**", allowed);
    FilterRegistrationBean<CorsFilter> registration =
        new FilterRegistrationBean<>(new CorsFilter(source));
    registration.addUrlPatterns("/v1/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return registration;
  }

  /** Only where there are proxies to be trusted: without them no header says who calls. */
  @Bean
  FilterRegistrationBean<ClientAddressFilter> clientAddressFilter(ProxySettings settings) {
    FilterRegistrationBean<ClientAddressFilter> registration =
        new FilterRegistrationBean<>(new ClientAddressFilter(new ClientAddress(settings)));
    registration.addUrlPatterns("/v1/*", "/demo/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setEnabled(!settings.trusted().isEmpty());
    return registration;
  }

  /** The dispatcher binds the request itself; nothing before it asks for it. */
  @Bean
  FilterRegistrationBean<RequestContextFilter> noRequestContextFilter() {
    FilterRegistrationBean<RequestContextFilter> registration =
        new FilterRegistrationBean<>(new RequestContextFilter());
    registration.setEnabled(false);
    return registration;
  }

  /** What Tomcat refuses by itself is told in the same form as everything else. */
  @Bean
  TomcatContextCustomizer problemsOfTheServerItself() {
    return context -> {
      if (context.getParent() instanceof StandardHost host) {
        host.setErrorReportValveClass(ProblemReportValve.class.getName());
      }
    };
  }
}
