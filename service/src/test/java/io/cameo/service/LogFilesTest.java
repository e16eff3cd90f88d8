package io.cameo.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.cameo.service.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files for collectors of logs against lines of the program's own forms. */
class LogFilesTest {

  private static final Path FILES = Path.of("..", "deploy", "logs");
  private static final Pattern FIELD =
      Pattern.compile("\\$(\\w+)((?:\\['\\w+'\\])+)|\\{\\{ ([\\w.]+) }}");

  @TempDir private Path data;

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private static String file(String name) throws IOException {
    return Files.readString(FILES.resolve(name));
  }

  private Map<String, Object> defaults(String environment) {
    return SpringDefaults.of(
        AllSettings.readForCommand(
            new Settings(Map.of("CAMEO_DATA", data.toString(), "CAMEO_ENV", environment))));
  }

  private String logged(Encoder<ILoggingEvent> lines, String message, String requestId) {
    lines.setContext(context);
    lines.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(lines);
    appender.setOutputStream(written);
    appender.start();
    Logger log = context.getLogger("io.cameo.service.upload.UploadAvatar");
    log.addAppender(appender);
    context.setMDCAdapter(MDC.getMDCAdapter());
    if (!requestId.isEmpty()) {
      MDC.put("requestId", requestId);
    }
    try {
      log.atWarn().addKeyValue("event.action", "keys").log(message);
    } finally {
      MDC.remove("requestId");
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  private JsonNode document() {
    StandardEnvironment environment = new StandardEnvironment();
    Map<String, Object> properties = new HashMap<>(defaults("production"));
    // These two the framework knows from the process and the jar; SmokeTest sees them.
    properties.put("spring.application.pid", "7");
    properties.put("spring.application.version", "1.2.3");
    environment.getPropertySources().addFirst(new MapPropertySource("ours", properties));
    context.putObject(Environment.class.getName(), environment);
    StructuredLogEncoder json = new StructuredLogEncoder();
    json.setFormat(String.valueOf(defaults("production").get("logging.structured.format.console")));
    return JsonMapper.builder().build().readTree(logged(json, "Said", "5b0f3c9e1d7a2468"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5b0f3c9e1d7a2468", "5b0f3c9e1d7a2468/the-callers-own"})
  void theParserOfTextTakesALineOfTheFormOfTheProgram(String requestId) throws IOException {
    PatternLayoutEncoder plain = new PatternLayoutEncoder();
    plain.setPattern(
        String.valueOf(defaults("development").get("logging.pattern.console"))
            .replaceAll("%clr\\(([^()]*(?:\\{[^}]*\\})?)\\)(\\{\\w+\\})?", "$1")
            .replace("%wEx", "%ex"));
    String line = logged(plain, "A picture was refused", requestId).strip();
    Matcher regex = Pattern.compile("(?m)^ *Regex +(.*)$").matcher(file("parsers.conf"));
    assertThat(regex.find()).isTrue();

    Matcher parsed = Pattern.compile(regex.group(1)).matcher(line);

    assertThat(parsed.matches()).as(line).isTrue();
    assertThat(parsed.group("level")).isEqualTo("WARN");
    assertThat(parsed.group("logger")).isEqualTo("UploadAvatar");
    assertThat(parsed.group("message")).isEqualTo("A picture was refused");
    assertThat(parsed.group("requestId")).isEqualTo(requestId.isEmpty() ? null : requestId);
  }

  @Test
  void everyFieldThatAFileOrThePageNamesStandsInADocument() throws IOException {
    JsonNode document = document();
    Set<String> named = new TreeSet<>();
    for (String name : List.of("output-loki.conf", "vector.yaml")) {
      Matcher each = FIELD.matcher(file(name));
      while (each.find()) {
        named.add(
            each.group(3) != null
                ? each.group(3)
                : each.group(1) + each.group(2).replace("['", ".").replace("']", ""));
      }
    }
    named.remove("host");
    String page = Files.readString(Path.of("..", "docs", "operations", "logs.md"));
    Matcher row =
        Pattern.compile("(?m)^\\| ((?:`[@\\w.]+`(?:, )?)+) \\|")
            .matcher(page.substring(page.indexOf("## Collecting it")));
    while (row.find()) {
      Stream.of(row.group(1).replace("`", "").split(", "))
          .filter(field -> !field.startsWith("error.") && !field.equals("event.category"))
          .forEach(named::add);
    }

    assertThat(named)
        .contains("service.name", "service.environment", "log.level", "requestId", "@timestamp");
    assertThat(named)
        .allSatisfy(
            field ->
                assertThat(document.at("/" + field.replace(".", "/")).isMissingNode())
                    .as(field + " in " + document)
                    .isFalse());
    assertThat(document.at("/service/environment").asString()).isEqualTo("production");
    assertThat(document.at("/service/name").asString()).isEqualTo("cameo");
    assertThat(OffsetDateTime.parse(document.path("@timestamp").asString())).isNotNull();
  }

  @Test
  void fluentBitsFilesAreSectionsWhoseNamesAndIncludesAreThere() throws IOException {
    List<String> odd = new ArrayList<>();
    Set<String> parsers = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    for (String name :
        List.of("fluent-bit.conf", "parsers.conf", "output-loki.conf", "output-cloudwatch.conf")) {
      for (String line : file(name).split("\n")) {
        if (line.startsWith("@INCLUDE ")) {
          assertThat(FILES.resolve(line.substring(9))).exists();
        } else if (!line.isBlank()
            && !line.strip().startsWith("#")
            && !line.matches("\\[(SERVICE|INPUT|FILTER|OUTPUT|PARSER)]")
            && !line.matches(" {4}[A-Za-z_.]+ +\\S.*")) {
          odd.add(name + ": " + line);
        }
        if (name.equals("parsers.conf") && line.strip().startsWith("Name ")) {
          parsers.add(line.strip().split(" +")[1]);
        }
        if (line.strip().startsWith("Parser ")) {
          used.add(line.strip().split(" +")[1]);
        }
      }
    }

    assertThat(odd).isEmpty();
    assertThat(used).isNotEmpty().isEqualTo(parsers);
    assertThat(file("fluent-bit.conf")).contains("Parsers_File              parsers.conf");
  }

  @Test
  void vectorsFileConnectsWhatItDeclares() throws IOException {
    Map<String, Map<String, Map<String, Object>>> vector =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(file("vector.yaml"));
    Set<String> declared = new TreeSet<>(vector.get("sources").keySet());
    declared.addAll(vector.get("transforms").keySet());

    for (String kind : List.of("transforms", "sinks")) {
      vector.get(kind).values().forEach(part -> assertThat(declared).containsAll(inputs(part)));
    }
    assertThat(vector.get("sinks")).containsKey("loki");
  }

  @SuppressWarnings("unchecked")
  private static List<String> inputs(Map<String, Object> part) {
    return (List<String>) part.get("inputs");
  }

  @Test
  void theFormOfTheLogIsASettingOfItsOwn() {
    for (String form : List.of("json", "text")) {
      Map<String, Object> defaults =
          SpringDefaults.of(
              AllSettings.readForCommand(
                  new Settings(Map.of("CAMEO_DATA", data.toString(), "CAMEO_LOG_FORMAT", form))));
      assertThat(defaults.containsKey("logging.structured.format.console"))
          .isEqualTo(form.equals("json"));
    }
    assertThat(defaults("production")).containsEntry("logging.structured.format.console", "ecs");
    assertThat(defaults("development")).doesNotContainKey("logging.structured.format.console");
  }
}
