package io.cameo.service.ops.frame;

import io.cameo.service.database.ChangeBus;
import io.cameo.storage.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.BeansException;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The features' own wiring without the application around it. Everything is lazy: what a command
 * does not ask for, such as a job, is never made.
 */
final class Parts implements AutoCloseable {

  /** Features whose wiring needs no server; the database and the store come from the context. */
  private static final String[] FEATURES = {
    "io.cameo.service.accounts",
    "io.cameo.service.catalogue",
    "io.cameo.service.imaging",
    "io.cameo.service.limits",
    "io.cameo.service.notify",
    "io.cameo.service.renditions",
    "io.cameo.service.scan",
    "io.cameo.service.switches",
    "io.cameo.service.upload"
  };

  private final AnnotationConfigApplicationContext spring;

  private Parts(AnnotationConfigApplicationContext spring) {
    this.spring = spring;
  }

  static Parts wire(OpsContext context, List<Record> settings) {
    AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext();
    settings.forEach(feature -> register(spring, feature));
    spring.registerBean(Clock.class, context::clock);
    spring.registerBean(
        DataSource.class, context::dataSource, bean -> bean.setDestroyMethodName(""));
    spring.registerBean(JdbcClient.class, context::sql);
    spring.registerBean(TransactionTemplate.class, context::transaction);
    spring.registerBean(ObjectStore.class, context::objects, bean -> bean.setDestroyMethodName(""));
    spring.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
    spring.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    spring.registerBean(ChangeBus.class, ChangeBus::new);
    spring.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
    spring.scan(FEATURES);
    spring.refresh();
    return new Parts(spring);
  }

  private static <R extends Record> void register(GenericApplicationContext spring, R feature) {
    @SuppressWarnings("unchecked")
    Class<R> type = (Class<R>) feature.getClass();
    spring.registerBean(type, () -> feature);
  }

  /** What the database or the store refuses is thrown as it is, not as the fault of a part. */
  <T> T get(Class<T> type) {
    try {
      return spring.getBean(type);
    } catch (BeansException unmade) {
      Throwable why = unmade;
      while (why instanceof BeansException && why.getCause() != null) {
        why = why.getCause();
      }
      if (why instanceof RuntimeException refused) {
        throw refused;
      }
      throw unmade;
    }
  }

  @Override
  public void close() {
    spring.close();
  }
}
