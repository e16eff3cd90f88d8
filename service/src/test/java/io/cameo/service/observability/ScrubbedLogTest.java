package io.cameo.service.observability;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every form of the log passes the scrubber, with all that an event carries. */
class ScrubbedLogTest {

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private String logged(Encoder<ILoggingEvent> lines) {
    lines.setContext(context);
    lines.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(ScrubbedLog.behind(lines, Scrubber.byForm()));
    appender.setOutputStream(written);
    appender.start();
    Logger log = context.getLogger("io.cameo.service.Planted");
    log.addAppender(appender);
    context.setMDCAdapter(MDC.getMDCAdapter());
    MDC.put("requestId", "r-1 planted.mdc@example.org");
    try {
      log.error(
          "{} came with Bearer {}",
          "planted.argument@example.org",
          "PLANTED0123456789",
          new IllegalStateException(
              "postgresql://cameo:PLANTED@db/cameo \"quoted\"",
              new IllegalArgumentException("X-Amz-Signature=PLANTED&\nsecond line")));
    } finally {
      MDC.remove("requestId");
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void masksMessageContextAndExceptionOfAPlainLine() {
    PatternLayoutEncoder plain = new PatternLayoutEncoder();
    plain.setPattern("%-5level %X{requestId:-} %m%n%ex");

    assertThat(logged(plain))
        .startsWith("ERROR r-1 *** *** came with Bearer ***")
        .contains("IllegalStateException: postgresql://***@db/cameo \"quoted\"")
        .contains("X-Amz-Signature=***&")
        .doesNotContainIgnoringCase("planted.")
        .doesNotContain("PLANTED");
  }

  @Test
  void masksMessageContextAndExceptionOfALineOfJsonAndLeavesItJson() {
    context.putObject(Environment.class.getName(), new StandardEnvironment());
    StructuredLogEncoder json = new StructuredLogEncoder();
    json.setFormat("ecs");

    String line = logged(json);

    assertThat(line.lines()).hasSize(1);
    assertThat(line).doesNotContain("planted.", "PLANTED");
    JsonNode event = JsonMapper.builder().build().readTree(line);
    assertThat(event.path("message").asString()).isEqualTo("*** came with Bearer ***");
    assertThat(event.path("requestId").asString()).isEqualTo("r-1 ***");
    assertThat(event.path("error").path("stack_trace").asString())
        .contains("postgresql://***@db/cameo \"quoted\"", "X-Amz-Signature=***&", "second line");
  }

  @Test
  void putsItselfBehindEveryEncoderOfTheLogOnce() {
    LoggerContext running = (LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory();
    Logger log = running.getLogger("io.cameo.service.observability.installed");
    PatternLayoutEncoder plain = new PatternLayoutEncoder();
    plain.setContext(running);
    plain.setPattern("%m%n");
    plain.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(running);
    appender.setEncoder(plain);
    appender.setOutputStream(written);
    appender.start();
    log.setAdditive(false);
    log.addAppender(appender);

    ScrubbedLog.install(Scrubber.byForm());
    Encoder<ILoggingEvent> scrubbed = appender.getEncoder();
    ScrubbedLog.install(Scrubber.byForm());
    log.warn("from planted.person@example.org");
    log.detachAndStopAllAppenders();

    assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("from ***\n");
    assertThat(appender.getEncoder()).isSameAs(scrubbed).isNotSameAs(plain);
  }
}
