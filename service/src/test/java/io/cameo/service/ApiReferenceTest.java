package io.cameo.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cameo.service.http.ProblemTableTest;
import java.io.IOException;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;

/**
 * The document of the API and the code say the same. What the service really answers is held
 * against it in {@link HttpRig}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ApiReferenceTest {

  /** A code that only {@code ./cameo import} gives, though it stands beside the uploads. */
  private static final String OF_IMPORT = "erased";

  private static final Set<String> ANYWHERE = Set.of("method-not-allowed");

  private final ApiReference reference = ApiReference.read();
  private HttpRig rig;

  @BeforeAll
  void open(@TempDir Path data) {
    rig = new HttpRig(data);
  }

  @AfterAll
  void close() {
    rig.close();
  }

  @Test
  void itHasEveryAddressOfTheCodeAndNoOther() throws IOException {
    Set<String> ofServlets = servlets();
    Set<String> told = reference.addresses();

    assertThat(told.stream().filter(one -> !isOfServlet(one, ofServlets)))
        .hasSizeGreaterThan(20)
        .containsExactlyInAnyOrderElementsOf(rig.addresses());
    assertThat(ofServlets).hasSizeGreaterThan(1);
    for (String servlet : ofServlets) {
      assertThat(told.stream().filter(one -> isOfServlet(one, Set.of(servlet))))
          .as("addresses below %s", servlet)
          .isNotEmpty()
          .allMatch(one -> one.startsWith("GET ") || one.startsWith("HEAD "));
    }
  }

  private static boolean isOfServlet(String at, Set<String> servlets) {
    String path = at.substring(at.indexOf(' ') + 1);
    return servlets.stream().anyMatch(path::startsWith);
  }

  /** Where the plain servlets begin, out of the sources: they are no controllers. */
  private static Set<String> servlets() throws IOException {
    Pattern made = Pattern.compile("new ServletRegistrationBean<>\\([^;]*?;", Pattern.DOTALL);
    Pattern below = Pattern.compile("\"(/[^\"*]+/)\\*\"");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      Set<String> all = new TreeSet<>();
      for (Path source : sources.filter(one -> one.toString().endsWith(".java")).toList()) {
        made.matcher(Files.readString(source))
            .results()
            .map(MatchResult::group)
            .forEach(
                text -> {
                  Set<String> own =
                      below
                          .matcher(text)
                          .results()
                          .map(one -> one.group(1))
                          .collect(Collectors.toSet());
                  assertThat(own).as("addresses of a servlet in %s", source).isNotEmpty();
                  all.addAll(own);
                });
      }
      return all;
    }
  }

  @Test
  void everyAnswerHasTheFieldsOfItsRecordAndNoOthers() {
    int compared = 0;
    for (Map.Entry<String, List<HandlerMethod>> one : rig.handlers().entrySet()) {
      String at = one.getKey();
      for (HandlerMethod handler : one.getValue()) {
        Type body = argument(handler.getMethod().getGenericReturnType(), 0);
        List<JsonNode> told =
            reference.answers(at).entrySet().stream()
                .filter(answer -> answer.getKey().startsWith("2"))
                .map(answer -> answer.getValue().path("content").path("application/json"))
                .filter(json -> !json.isMissingNode())
                .toList();
        if (body.equals(byte[].class) || body.equals(Void.class)) {
          assertThat(told).as(at).isEmpty();
          continue;
        }
        assertThat(told).as(at).isNotEmpty();
        for (JsonNode json : told) {
          compare(body, json.path("schema"), "answer of " + at, true);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(12);
  }

  @Test
  void everyBodyHasTheFieldsOfItsRecordAndNoOthers() {
    Set<String> taken = new TreeSet<>();
    for (Map.Entry<String, List<HandlerMethod>> one : rig.handlers().entrySet()) {
      for (HandlerMethod handler : one.getValue()) {
        for (Parameter parameter : handler.getMethod().getParameters()) {
          if (parameter.isAnnotationPresent(RequestBody.class)) {
            taken.add(one.getKey());
            JsonNode schema = bodyOf(one.getKey()).path("schema");
            compare(parameter.getParameterizedType(), schema, "body of " + one.getKey(), false);
          }
        }
      }
    }
    assertThat(taken).hasSizeGreaterThan(4);
    assertThat(reference.addresses().stream().filter(at -> !bodyOf(at).isMissingNode()))
        .containsExactlyElementsOf(taken);
  }

  private JsonNode bodyOf(String at) {
    return reference.operation(at).path("requestBody").path("content").path("application/json");
  }

  /** A type of Java against a schema, as Jackson writes and reads it. */
  private void compare(Type type, JsonNode reference, String where, boolean answer) {
    JsonNode schema = this.reference.resolve(reference);
    String kind = schema.path("type").asString("");
    if (type instanceof Class<?> record && record.isRecord()) {
      Map<String, RecordComponent> fields = fields(record);
      assertThat(schema.path("properties").propertyNames())
          .as("fields of the %s", where)
          .containsExactlyInAnyOrderElementsOf(fields.keySet());
      if (answer) {
        assertThat(words(schema.path("required")))
            .as("fields that the %s always has", where)
            .containsExactlyInAnyOrderElementsOf(
                fields.entrySet().stream()
                    .filter(field -> !isLeftOut(field.getValue()))
                    .map(Map.Entry::getKey)
                    .toList());
      }
      fields.forEach(
          (name, field) ->
              compare(
                  field.getGenericType(),
                  schema.path("properties").path(name),
                  where + ": " + name,
                  answer));
    } else if (type instanceof ParameterizedType list && list.getRawType().equals(List.class)) {
      assertThat(kind).as(where).isEqualTo("array");
      compare(argument(type, 0), schema.path("items"), where + "[]", answer);
    } else if (type instanceof ParameterizedType map && map.getRawType().equals(Map.class)) {
      assertThat(kind).as(where).isEqualTo("object");
      compare(argument(type, 1), schema.path("additionalProperties"), where + "{}", answer);
    } else {
      assertThat(kind + " " + schema.path("format").asString("")).as(where).matches(plain(type));
    }
  }

  private static String plain(Type type) {
    return switch (type.getTypeName()) {
      case "java.lang.String" -> "string .*";
      case "int", "long", "java.lang.Integer", "java.lang.Long" -> "integer ";
      case "boolean", "java.lang.Boolean" -> "boolean ";
      case "java.time.Instant" -> "string date-time";
      default -> throw new AssertionError("say what " + type + " is in JSON");
    };
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  private static Map<String, RecordComponent> fields(Class<?> record) {
    Map<String, RecordComponent> fields = new TreeMap<>();
    for (RecordComponent one : record.getRecordComponents()) {
      if (one.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        fields.putAll(fields(one.getType()));
      } else if (!one.getAccessor().isAnnotationPresent(JsonAnySetter.class)) {
        fields.put(one.getName(), one);
      }
    }
    return fields;
  }

  private static boolean isLeftOut(RecordComponent field) {
    return field.getAnnotatedType().isAnnotationPresent(Nullable.class)
        || field.getAccessor().isAnnotationPresent(JsonInclude.class);
  }

  private static List<String> words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(one -> words.add(one.asString("")));
    return words;
  }

  @Test
  void everyParameterOfTheCodeIsToldAndNoOther() {
    for (Map.Entry<String, List<HandlerMethod>> one : rig.handlers().entrySet()) {
      String at = one.getKey();
      List<Parameter> parameters =
          one.getValue().stream()
              .flatMap(handler -> Arrays.stream(handler.getMethod().getParameters()))
              .toList();
      Set<String> query = named(parameters, RequestParam.class);
      if (at.equals("PUT /v1/avatars/{subject}")) {
        // Read when it is known whether it comes with the query or within the form.
        query.add("crop");
      }
      assertThat(told(at, "path")).as(at).isEqualTo(named(parameters, PathVariable.class));
      assertThat(told(at, "query")).as(at).isEqualTo(query);
    }
  }

  private static Set<String> named(
      List<Parameter> parameters, Class<? extends java.lang.annotation.Annotation> kind) {
    return parameters.stream()
        .filter(one -> one.isAnnotationPresent(kind))
        .map(Parameter::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> told(String at, String in) {
    return reference.parameters(at).stream()
        .filter(one -> one.path("in").asString("").equals(in))
        .map(one -> one.path("name").asString(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyProblemOfTheCodeIsToldWithItsStatusAndTitleAndNoOther() {
    Map<String, String> code = new TreeMap<>(ProblemTableTest.answered());
    code.remove(OF_IMPORT);
    Map<String, String> told = new TreeMap<>();
    reference
        .components("examples")
        .properties()
        .forEach(
            one -> {
              JsonNode problem = one.getValue().path("value");
              told.put(
                  one.getKey(),
                  problem.path("status").asInt() + " " + problem.path("title").asString(""));
              assertThat(problem.path("code").asString("")).isEqualTo(one.getKey());
            });

    assertThat(told).hasSizeGreaterThan(30).containsExactlyInAnyOrderEntriesOf(code);
  }

  @Test
  void everyProblemIsGivenBySomeCallUnderItsStatus() {
    Set<String> given = new TreeSet<>(ANYWHERE);
    for (String at : reference.addresses()) {
      reference
          .answers(at)
          .forEach(
              (status, answer) ->
                  answer
                      .path("content")
                      .path("application/problem+json")
                      .path("examples")
                      .properties()
                      .forEach(
                          one -> {
                            JsonNode problem = reference.resolve(one.getValue()).path("value");
                            assertThat(problem.path("status").asString(""))
                                .as("status of %s at %s", one.getKey(), at)
                                .isEqualTo(status);
                            assertThat(problem.path("code").asString("")).isEqualTo(one.getKey());
                            given.add(one.getKey());
                          }));
    }

    assertThat(given)
        .containsExactlyElementsOf(new TreeSet<>(reference.components("examples").propertyNames()));
  }

  @Test
  void everyExampleIsTrueToItsSchemaAndEverySentenceIsOneOfOurs() {
    int checked = 0;
    for (Map.Entry<String, JsonNode> schema : reference.components("schemas").properties()) {
      for (JsonNode example : schema.getValue().path("examples")) {
        assertThat(reference.wrong(schema.getValue(), example)).as(schema.getKey()).isEmpty();
        checked++;
      }
    }
    for (String at : reference.addresses()) {
      JsonNode body = bodyOf(at);
      if (!body.isMissingNode()) {
        assertThat(reference.wrong(body.path("schema"), body.path("example"))).as(at).isEmpty();
        checked++;
      }
    }
    // The worker's own sentences are not in these sources.
    Set<String> ofTheWorker = Set.of("damaged-picture", "too-expensive", "too-many-pixels");
    for (Map.Entry<String, JsonNode> one : reference.components("examples").properties()) {
      JsonNode problem = one.getValue().path("value");
      assertThat(reference.wrong(reference.components("schemas").path("Problem"), problem))
          .as(one.getKey())
          .isEmpty();
      if (!ofTheWorker.contains(one.getKey())) {
        assertThat(problem.path("detail").asString("")).matches(ProblemTableTest::isSaid);
      }
      checked++;
    }
    assertThat(checked).isGreaterThan(50);
  }

  @Test
  void aWrongAnswerIsFound() {
    JsonNode avatar = reference.components("schemas").path("Avatar");
    JsonNode example = avatar.path("examples").path(0).deepCopy();
    ((tools.jackson.databind.node.ObjectNode) example).put("createdAt", 7).remove("alt");

    assertThat(reference.wrong(avatar, example)).hasSize(2);
  }
}
