package io.cameo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import io.cameo.service.accounts.TestAccounts;
import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.Reads;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.http.RequestIdFilter;
import io.cameo.service.http.TestAdvice;
import io.cameo.service.imaging.Renderer;
import io.cameo.service.imaging.StandInRenderer;
import io.cameo.service.objects.LostRegions;
import io.cameo.service.objects.RegionSettings;
import io.cameo.service.scan.Scanner;
import io.cameo.service.scan.TestScanners;
import io.cameo.service.settings.Settings;
import io.cameo.service.upload.TestBucket;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.disk.DiskStore;
import io.cameo.storage.disk.DiskStoreOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * All addresses of the API on a real database and a store on disk, as the service wires them; the
 * workers and the bucket have stand-ins, and there is no server. Every answer is held against the
 * reference of the API.
 */
final class HttpRig implements AutoCloseable {

  static final String EVENTS = "token-of-the-events-of-the-tests";

  private static final String[] FEATURES = {
    "io.cameo.service.access",
    "io.cameo.service.accounts",
    "io.cameo.service.catalogue",
    "io.cameo.service.demo",
    "io.cameo.service.identities",
    "io.cameo.service.limits",
    "io.cameo.service.notify",
    "io.cameo.service.reference",
    "io.cameo.service.switches",
    "io.cameo.service.upload"
  };

  final TestDatabase database = TestDatabase.open();
  final TestBucket bucket = new TestBucket();
  private final GenericWebApplicationContext spring;
  private final MockMvc http;
  private final ApiReference reference = ApiReference.read();

  @Configuration
  @EnableWebMvc
  static class Web {}

  HttpRig(Path data) {
    spring = new GenericWebApplicationContext(new MockServletContext());
    AnnotationConfigUtils.registerAnnotationConfigProcessors(spring);
    AllSettings.read(
            new Settings(
                Map.of(
                    "CAMEO_DATA",
                    data.toString(),
                    "CAMEO_ADMIN_KEY",
                    TestAccounts.ADMIN.substring("Bearer ".length()),
                    "CAMEO_SCAN",
                    "off",
                    "CAMEO_LIMITS",
                    "off",
                    "CAMEO_UPLOAD_EVENTS_TOKEN",
                    EVENTS)))
        .register(spring);
    ObjectStore store =
        bucket.before(DiskStore.open(data.resolve("objects"), new DiskStoreOptions(0)));
    bean(Clock.class, Clock.systemUTC());
    bean(DataSource.class, database.dataSource());
    bean(JdbcClient.class, database.sql());
    bean(TransactionTemplate.class, database.transaction());
    bean(ObjectStore.class, store);
    bean(JsonMapper.class, JsonMapper.builder().build());
    bean(MeterRegistry.class, new SimpleMeterRegistry());
    bean(ChangeBus.class, new ChangeBus());
    bean(Reads.class, Reads.of(database.sql()));
    bean(LostRegions.class, LostRegions.of(store, RegionSettings.NONE));
    bean(Renderer.class, new StandInRenderer());
    bean(Scanner.class, TestScanners.off());
    Object advice = TestAdvice.problems();
    registered(advice.getClass(), advice);
    new AnnotatedBeanDefinitionReader(spring).register(Web.class);
    spring.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
    new ClassPathBeanDefinitionScanner(spring).scan(FEATURES);
    spring.refresh();
    http = MockMvcBuilders.webAppContextSetup(spring).addFilters(new RequestIdFilter()).build();
  }

  private <T> void bean(Class<T> type, T one) {
    spring.registerBean(type, () -> one, definition -> definition.setDestroyMethodName(""));
  }

  private <T> void registered(Class<T> type, Object one) {
    bean(type, type.cast(one));
  }

  /** Every address with its method, as the framework knows them. */
  Set<String> addresses() {
    return handlers().keySet();
  }

  /** Every address with its method, and who answers there. */
  Map<String, List<HandlerMethod>> handlers() {
    Map<String, List<HandlerMethod>> handlers = new TreeMap<>();
    spring
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, handler) -> {
              List<String> methods =
                  mapping.getMethodsCondition().getMethods().isEmpty()
                      ? List.of("ANY")
                      : mapping.getMethodsCondition().getMethods().stream()
                          .map(Enum::name)
                          .toList();
              for (String pattern : mapping.getPatternValues()) {
                methods.forEach(
                    method ->
                        handlers
                            .computeIfAbsent(method + " " + pattern, at -> new ArrayList<>())
                            .add(handler));
              }
            });
    return handlers;
  }

  /** Controllers that are not wired here, and whose addresses would be missed. */
  static Set<String> controllersElsewhere() {
    ClassPathScanningCandidateComponentProvider all =
        new ClassPathScanningCandidateComponentProvider(false);
    all.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
    return all.findCandidateComponents("io.cameo.service").stream()
        .map(found -> String.valueOf(found.getBeanClassName()))
        .filter(name -> List.of(FEATURES).stream().noneMatch(name::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Asks.
   *
   * @param credential the header Authorization; empty sends none
   * @param json the body; empty sends none
   */
  MockHttpServletResponse ask(String method, String path, String credential, String json) {
    MockHttpServletRequestBuilder asked = request(HttpMethod.valueOf(method), path);
    if (!json.isEmpty()) {
      asked.contentType("application/json").content(json);
    }
    return answer(asked, credential);
  }

  MockHttpServletResponse upload(String path, String credential, byte[] picture) {
    return answer(
        request(HttpMethod.PUT, path).contentType("image/jpeg").content(picture), credential);
  }

  MockHttpServletResponse answer(MockHttpServletRequestBuilder asked, String credential) {
    if (!credential.isEmpty()) {
      asked.header("Authorization", credential);
    }
    try {
      MvcResult done = http.perform(asked).andReturn();
      MockHttpServletRequest request = done.getRequest();
      assertThat(
              reference.contradictions(
                  request.getMethod(), request.getRequestURI(), done.getResponse()))
          .as(
              "what docs/openapi.yaml does not say of %s %s",
              request.getMethod(), request.getRequestURI())
          .isEmpty();
      return done.getResponse();
    } catch (Exception neverAnAnswer) {
      throw new AssertionError("the caller would get no answer of ours", neverAnAnswer);
    }
  }

  <T> T part(Class<T> type) {
    return spring.getBean(type);
  }

  @Override
  public void close() {
    spring.close();
    database.close();
  }
}
