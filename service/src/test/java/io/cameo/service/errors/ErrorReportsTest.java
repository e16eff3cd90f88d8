package io.cameo.service.errors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.cameo.service.http.RequestIdFilter;
import io.cameo.service.http.TestAdvice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the trackers' own SDKs send to a server that stands in their service's place. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ErrorReportsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SECRET = "planted-secret-0123456789";
  private static final String PERSON = "Planted-Person";
  private static final org.slf4j.Logger LOG =
      LoggerFactory.getLogger("io.cameo.service.upload.Planted");

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  private final List<Appender<ILoggingEvent>> quiet = new ArrayList<>();

  private static Logger root() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
  }

  /** Hundreds of stacks would be printed. */
  @BeforeEach
  void printNothing() {
    root().iteratorForAppenders().forEachRemaining(quiet::add);
    quiet.forEach(root()::detachAppender);
  }

  @AfterEach
  void printAgain() {
    quiet.forEach(root()::addAppender);
  }

  private ErrorReports reporting(Optional<String> dsn, Optional<String> rollbar) {
    return new ErrorConfiguration()
        .errorReports(
            new ErrorSettings(
                dsn,
                rollbar.map(url -> "rollbar-token"),
                rollbar.map(URI::create),
                100,
                new ErrorSettings.Naming("staging", "cameo@1.2.3")),
            metrics);
  }

  private static void fail() {
    Throwable cause = new IllegalArgumentException(PERSON + " at 203.0.113.9");
    try {
      throw new IllegalStateException("/v1/avatars/" + PERSON + " " + SECRET, cause);
    } catch (IllegalStateException thrown) {
      MDC.put("requestId", "5b0f3c9e1d7a2468");
      try {
        LOG.error("The picture of {} failed", PERSON, thrown);
      } finally {
        MDC.remove("requestId");
      }
    }
  }

  private static void assertNobodyIsIn(String body) {
    assertThat(body)
        .doesNotContain("planted-secret")
        .doesNotContain(PERSON)
        .doesNotContain("203.0.113.9")
        .doesNotContain("/v1/avatars");
  }

  private double count(String tracker, String outcome) {
    return metrics.counter("cameo.errors.reported", "tracker", tracker, "outcome", outcome).count();
  }

  @Test
  void sentryGetsReleaseIdGroupAndStackAndNobodysData() throws Exception {
    try (TrackerServer server = TrackerServer.start();
        ErrorReports reports = reporting(Optional.of(server.dsn()), Optional.empty())) {
      fail();

      TrackerServer.Report report = server.next();
      assertThat(report.path()).isEqualTo("/api/42/envelope/");
      assertThat(report.headers().toString()).contains("sentry_key=publickey");
      assertNobodyIsIn(report.body());
      JsonNode event = JSON.readTree(report.body().split("\n")[2]);
      assertThat(event.path("release").asString()).isEqualTo("cameo@1.2.3");
      assertThat(event.path("environment").asString()).isEqualTo("staging");
      assertThat(event.path("level").asString()).isEqualTo("error");
      assertThat(event.path("tags").path("request_id").asString()).isEqualTo("5b0f3c9e1d7a2468");
      assertThat(event.path("fingerprint").toString())
          .contains("IllegalArgumentException at " + ErrorReportsTest.class.getName() + ".fail");
      assertThat(event.toString()).contains("The picture of {} failed");
      JsonNode exceptions = event.path("exception").path("values");
      assertThat(exceptions).hasSize(2);
      assertThat(exceptions.path(1).path("type").asString()).isEqualTo("IllegalStateException");
      JsonNode frames = exceptions.path(1).path("stacktrace").path("frames");
      assertThat(frames.path(frames.size() - 1).path("function").asString()).isEqualTo("fail");
      for (String never :
          new String[] {"server_name", "request", "threads", "modules", "breadcrumbs"}) {
        assertThat(event.has(never)).as(never + " in " + event).isFalse();
      }
      assertThat(event.path("user").toString()).as("nobody").isIn("", "{}");
      assertThat(reports.isStarted()).isTrue();
    }
  }

  @Test
  void rollbarGetsTheSameAndNoOtherThread() throws Exception {
    try (TrackerServer server = TrackerServer.start();
        ErrorReports reports = reporting(Optional.empty(), Optional.of(server.url()))) {
      fail();

      TrackerServer.Report report = server.next();
      assertThat(report.path()).isEqualTo("/api/1/item/");
      assertThat(report.headers().toString()).contains("rollbar-token");
      assertNobodyIsIn(report.body());
      JsonNode item = JSON.readTree(report.body()).path("data");
      assertThat(item.path("environment").asString()).isEqualTo("staging");
      assertThat(item.path("code_version").asString()).isEqualTo("cameo@1.2.3");
      assertThat(item.path("level").asString()).isEqualTo("error");
      assertThat(item.path("custom").path("request_id").asString()).isEqualTo("5b0f3c9e1d7a2468");
      assertThat(item.path("fingerprint").asString()).contains("IllegalArgumentException at ");
      JsonNode body = item.path("body");
      assertThat(body.path("trace_chain").path(0).path("exception").path("class").asString())
          .isEqualTo("java.lang.IllegalStateException");
      assertThat(body.path("trace_chain").path(0).path("frames").toString()).contains("\"fail\"");
      assertThat(body.has("threads")).as(body.toString()).isFalse();
      for (String never : new String[] {"server", "person", "request", "client"}) {
        assertThat(item.path(never).isMissingNode() || item.path(never).isNull())
            .as(never + " in " + item)
            .isTrue();
      }
      assertThat(reports.isStarted()).isTrue();
    }
    assertThat(count("rollbar", "sent")).as("and nothing of its own trouble").isEqualTo(1);
  }

  /** An inner class, which whoever counts the addresses of the service does not find. */
  @RestController
  final class Broken {
    @GetMapping("/v1/avatars/{subject}")
    String broken(@PathVariable String subject) {
      throw new IllegalStateException("no picture of " + subject);
    }
  }

  @Test
  void aRequestThatFailsUnexpectedlyIsReportedWithItsId() throws Exception {
    try (TrackerServer server = TrackerServer.start();
        ErrorReports reports = reporting(Optional.empty(), Optional.of(server.url()))) {
      String id =
          MockMvcBuilders.standaloneSetup(new Broken())
              .setControllerAdvice(TestAdvice.problems())
              .addFilters(new RequestIdFilter())
              .build()
              .perform(MockMvcRequestBuilders.get("/v1/avatars/" + PERSON))
              .andReturn()
              .getResponse()
              .getHeader("X-Request-Id");

      TrackerServer.Report report = server.next();
      assertNobodyIsIn(report.body());
      assertThat(id).isNotBlank();
      assertThat(report.body()).contains(id);
      assertThat(reports.isStarted()).isTrue();
    }
  }

  @Test
  void aThreadThatEndsByAnExceptionIsReported() throws Exception {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(null);
    try (TrackerServer server = TrackerServer.start();
        ErrorReports reports = reporting(Optional.empty(), Optional.of(server.url()))) {
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    throw new IllegalStateException(PERSON);
                  });
      thread.join();

      assertThat(server.next().body()).contains("IllegalStateException").doesNotContain(PERSON);
      assertThat(reports.isStarted()).isTrue();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void whatIsNoFaultIsNotReportedAndOfAKindTenAreAMinute() throws Exception {
    try (TrackerServer server = TrackerServer.start();
        ErrorReports reports = reporting(Optional.empty(), Optional.of(server.url()))) {
      LOG.warn("a warning", new IllegalStateException());
      LOG.error("an error without an exception");
      LOG.error(
          "a caller who hung up",
          new RuntimeException(
              new org.apache.catalina.connector.ClientAbortException("Broken pipe")));
      LoggerFactory.getLogger("com.rollbar.notifier.Rollbar")
          .error("its own trouble", new IllegalStateException());
      for (int i = 0; i < 50; i++) {
        fail();
      }
      // Closing sends what waits.
      reports.close();

      assertThat(server.waiting()).isEqualTo(ErrorReports.MOST_OF_A_KIND);
      for (int i = 0; i < ErrorReports.MOST_OF_A_KIND; i++) {
        assertThat(server.next().body()).contains("IllegalStateException");
      }
    }
  }

  @Test
  void aTrackerThatHangsHoldsNobodyAndWhatDoesNotFitIsDroppedAndCounted() throws Exception {
    try (TrackerServer server = TrackerServer.hanging()) {
      ErrorReports reports = reporting(Optional.of(server.dsn()), Optional.of(server.url()));
      int more = 3 * ErrorOutlet.QUEUE;

      // Every kind of its own, so that none is left out as a repetition.
      for (int i = 0; i < more; i++) {
        LoggerFactory.getLogger("io.cameo.service.Planted" + i)
            .error("failed", new IllegalStateException());
      }

      assertThat(count("rollbar", "dropped")).isGreaterThanOrEqualTo(more - ErrorOutlet.QUEUE - 1);
      // It ends although nothing is taken, and within the time-out of this class.
      reports.close();
    }
  }

  @Test
  void aTrackerThatRefusesOrIsAwayIsCounted() throws Exception {
    try (TrackerServer server = TrackerServer.failing()) {
      ErrorReports reports = reporting(Optional.empty(), Optional.of(server.url()));
      fail();
      server.next();
      reports.close();
    }
    assertThat(count("rollbar", "failed")).isEqualTo(1);
    ErrorReports away = reporting(Optional.empty(), Optional.of("http://127.0.0.1:1"));
    fail();
    away.close();
    assertThat(count("rollbar", "failed")).isEqualTo(2);
  }

  @Test
  void withoutATrackerNothingListens() {
    try (ErrorReports reports = reporting(Optional.empty(), Optional.empty())) {
      assertThat(reports.isStarted()).isFalse();
      assertThat(root().getAppender("errors")).isNull();
    }
  }
}
