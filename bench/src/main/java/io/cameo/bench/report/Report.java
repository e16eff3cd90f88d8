package io.cameo.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of one benchmark.
 *
 * @param name its name in file names and markers, such as {@code upload}
 * @param title its heading
 * @param facts the machine and the settings
 * @param ratios what must be reached; may be empty
 * @param tables what was measured
 * @param remarks sentences below the tables
 * @param raw everything measured, for programs
 */
public record Report(
    String name,
    String title,
    Map<String, String> facts,
    List<Ratio> ratios,
    List<Table> tables,
    List<String> remarks,
    Map<String, Object> raw) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** The report as Markdown, from its heading on. */
  public String markdown() {
    StringBuilder text = new StringBuilder("## " + title + "\n\n");
    facts.forEach(
        (fact, value) -> text.append("- ").append(fact).append(": ").append(value).append('\n'));
    if (!ratios.isEmpty()) {
      text.append('\n').append(Table.of(ratios));
    }
    tables.forEach(table -> text.append('\n').append(table));
    if (!remarks.isEmpty()) {
      text.append(
          remarks.stream().map(r -> "- " + r).collect(Collectors.joining("\n", "\n", "\n")));
    }
    return text.toString();
  }

  /**
   * Writes {@code bench/results/<name>.json}, and the report's block of {@code docs/performance.md}
   * unless the run was a short one, whose figures are too rough to keep.
   */
  public void write(Path project, boolean quick) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("benchmark", name);
    all.put("facts", facts);
    all.put("ratios", ratios.stream().map(Report::plain).toList());
    all.putAll(raw);
    Path results = Files.createDirectories(project.resolve("bench/results"));
    Path file = results.resolve(name + (quick ? "-quick" : "") + ".json");
    Files.writeString(file, JSON.writeValueAsString(all) + "\n");
    if (!quick) {
      MarkdownBlock.write(project.resolve("docs/performance.md"), "bench-" + name, markdown());
    }
  }

  private static Map<String, Object> plain(Ratio ratio) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("what", ratio.what());
    plain.put("ours", ratio.ours());
    plain.put("peer", ratio.peer());
    plain.put("reached", ratio.reached());
    plain.put("required", ratio.required());
    plain.put("met", ratio.met());
    return plain;
  }
}
