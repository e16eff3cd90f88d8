package io.cameo.service.telemetry;

import io.cameo.service.observability.Marks;
import io.cameo.service.observability.Metric;
import io.cameo.service.telemetry.cloudwatch.CloudWatchReports;
import io.cameo.service.telemetry.traces.AnonymousSpans;
import io.cameo.service.telemetry.traces.TracedMarks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** Wires who is told. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class TelemetryConfiguration {

  /** Every series that is known beforehand begins at zero. */
  @Bean
  MeterBinder knownSeries() {
    return registry -> Metric.all().forEach(metric -> metric.begin(registry));
  }

  @Bean
  @Conditional(WithCloudWatch.class)
  MeterRegistry cloudWatchRegistry(TelemetrySettings settings) {
    TelemetrySettings.CloudWatch to = settings.cloudWatch().orElseThrow();
    return CloudWatchReports.begin(to.namespace(), settings.every(), to.endpoint());
  }

  /** Steps of a request are parts of its trace; without traces there is no such bean. */
  @Bean
  @Conditional(WithTraces.class)
  Marks tracedMarks(Tracer tracer) {
    return new TracedMarks(tracer);
  }

  /** Wherever spans go, they go through it. */
  @Bean
  @Conditional(WithTraces.class)
  static BeanPostProcessor anonymousSpans() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof SpanExporter exporter ? new AnonymousSpans(exporter) : bean;
      }
    };
  }

  /**
   * Requests to the API are observed one by one. Pictures are not: there are a hundred times as
   * many, they are counted where they are answered, and observing each costs as much as sending it.
   */
  @Bean
  FilterRegistrationBean<ServerHttpObservationFilter> observedRequests(
      ObservationRegistry observations) {
    FilterRegistrationBean<ServerHttpObservationFilter> filter =
        new FilterRegistrationBean<>(new ServerHttpObservationFilter(observations));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
    filter.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
    filter.addUrlPatterns("/v1/*");
    return filter;
  }

  private static TelemetrySettings settings(ConditionContext context) {
    return java.util.Objects.requireNonNull(context.getBeanFactory())
        .getBean(TelemetrySettings.class);
  }

  static final class WithCloudWatch implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata of) {
      return settings(context).cloudWatch().isPresent();
    }
  }

  static final class WithTraces implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata of) {
      return settings(context).traced() > 0;
    }
  }
}
