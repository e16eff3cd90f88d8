package io.cameo.service.structure;

import io.cameo.service.observability.Measure;
import io.cameo.service.observability.Metric;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of deploy that rely on names of metrics, and the names that there are. */
public final class Monitoring {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of libraries; docs/metrics.md lists them, and a black-box test looks for them. */
  private static final Map<String, String> OF_LIBRARIES = new LinkedHashMap<>();

  static {
    OF_LIBRARIES.put("cache_gets_total", "Look-ups in the caches by `result`: hit or miss");
    OF_LIBRARIES.put("cache_size", "Entries of the caches");
    OF_LIBRARIES.put("cache_evictions_total", "Entries that made room for others");
    OF_LIBRARIES.put("hikaricp_connections_active", "Connections of the pool that work");
    OF_LIBRARIES.put("hikaricp_connections_max", "Most connections of the pool");
    OF_LIBRARIES.put("hikaricp_connections_pending", "Requests that wait for a connection");
    OF_LIBRARIES.put("hikaricp_connections_acquire_seconds_sum", "Time that they waited");
    OF_LIBRARIES.put("hikaricp_connections_acquire_seconds_count", "Connections that were given");
    OF_LIBRARIES.put("dbscheduler_task_completions_total", "Runs of jobs by `task` and `result`");
    OF_LIBRARIES.put("dbscheduler_task_duration_seconds_sum", "Time that the runs took");
    OF_LIBRARIES.put(
        "dbscheduler_task_last_run_timestamp_seconds", "When a job was run last on this node");
    OF_LIBRARIES.put("http_server_requests_seconds_count", "Requests to the API by pattern");
    OF_LIBRARIES.put("http_server_requests_seconds_sum", "Time that they took");
    OF_LIBRARIES.put("disk_free_bytes", "Free bytes of the disk of CAMEO_DATA");
    OF_LIBRARIES.put("disk_total_bytes", "Bytes of that disk");
    OF_LIBRARIES.put("jvm_memory_used_bytes", "Memory of the JVM by `area` and `id`");
    OF_LIBRARIES.put("jvm_memory_max_bytes", "Most of it");
    OF_LIBRARIES.put("jvm_gc_pause_seconds_sum", "Time of the pauses of the garbage collector");
    OF_LIBRARIES.put("jvm_buffer_memory_used_bytes", "Memory outside the heap");
    OF_LIBRARIES.put("process_cpu_usage", "Share of the processors that the service uses");
    OF_LIBRARIES.put("logback_events_total", "Lines of the log by `level`");
  }

  private Monitoring() {}

  /** Names and meanings of what libraries measure and our files use. */
  public static Map<String, String> ofLibraries() {
    return Map.copyOf(OF_LIBRARIES);
  }

  /** The same in the order of the page. */
  public static List<Map.Entry<String, String>> inOrder() {
    return List.copyOf(OF_LIBRARIES.entrySet());
  }

  /** Every series name that Prometheus can have of it. */
  static Set<String> series(Measure measure) {
    String name = measure.shown();
    return switch (measure.kind()) {
      case COUNTER, GAUGE -> Set.of(name);
      case TIMER -> Set.of(name + "_count", name + "_sum", name + "_max");
      case HISTOGRAM -> Set.of(name + "_count", name + "_sum", name + "_max", name + "_bucket");
    };
  }

  /** All names that an expression may use. */
  static Set<String> allSeries() {
    Set<String> all =
        Metric.all().stream()
            .flatMap(metric -> series(metric.measure()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    all.addAll(OF_LIBRARIES.keySet());
    all.add("up");
    return all;
  }

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

  /** The metrics that an expression asks for. */
  static Set<String> metrics(String expression) {
    String bare = STRING.matcher(expression).replaceAll("\"\"");
    bare = bare.replaceAll("\\{[^}]*}", " ").replaceAll("\\[[^\\]]*]", " ");
    bare = GROUPING.matcher(bare).replaceAll(" ");
    bare = bare.replaceAll("\\$\\w+", " ").replaceAll("\\b[0-9][0-9.a-z]*\\b", " ");
    Set<String> found = new LinkedHashSet<>();
    Matcher name = NAME.matcher(bare);
    while (name.find()) {
      boolean function = bare.substring(name.end()).stripLeading().startsWith("(");
      if (!function && !WORDS.contains(name.group())) {
        found.add(name.group());
      }
    }
    return found;
  }

  private static final Map<String, String> RULES = readRules();
  private static final Map<String, List<String>> DASHBOARDS = readDashboards();

  /** Rules by name: alerts, and recorded ones, with their expressions. */
  static Map<String, String> rules() {
    return RULES;
  }

  private static Map<String, String> readRules() {
    Map<String, String> rules = new LinkedHashMap<>();
    String file = Project.text(Project.root().resolve("deploy/prometheus/cameo-rules.yml"));
    String name = "";
    StringBuilder expression = new StringBuilder();
    boolean within = false;
    for (String line : file.lines().toList()) {
      String text = line.strip();
      if (text.startsWith("- alert: ") || text.startsWith("- record: ")) {
        name = text.substring(text.indexOf(": ") + 2);
        expression.setLength(0);
        within = false;
      } else if (text.startsWith("expr: ")) {
        within = text.endsWith(">-");
        expression.append(within ? "" : text.substring("expr: ".length()));
        rules.put(name, expression.toString());
      } else if (within && line.startsWith("          ")) {
        expression.append(' ').append(text);
        rules.put(name, expression.toString());
      } else {
        within = false;
      }
    }
    return rules;
  }

  /** Titles of dashboards with the expressions of their panels. */
  static Map<String, List<String>> dashboards() {
    return DASHBOARDS;
  }

  private static Map<String, List<String>> readDashboards() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    Project.files(path -> path.matches("deploy/grafana/.*\\.json")).stream()
        .sorted()
        .forEach(
            file -> {
              JsonNode board = JSON.readTree(Project.text(file));
              all.put(
                  file.getFileName().toString().replace(".json", ""),
                  board.findValues("expr").stream().map(JsonNode::asString).toList());
            });
    return all;
  }

  /** Who uses a metric: alerts and dashboards. */
  public static List<String> usesOf(Measure measure) {
    Set<String> names = series(measure);
    Set<String> uses = new LinkedHashSet<>();
    rules()
        .forEach(
            (rule, expression) -> {
              if (metrics(expression).stream().anyMatch(names::contains)) {
                uses.add(
                    rule.contains(":")
                        ? "`" + rule + "`"
                        : "[" + rule + "](operations/alerts/" + rule + ".md)");
              }
            });
    dashboards()
        .forEach(
            (board, expressions) -> {
              if (expressions.stream()
                  .flatMap(expression -> metrics(expression).stream())
                  .anyMatch(names::contains)) {
                uses.add("dashboard " + board.replace("cameo-", ""));
              }
            });
    return List.copyOf(uses);
  }
}
