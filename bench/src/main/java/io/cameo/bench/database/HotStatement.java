package io.cameo.bench.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of the service.
 *
 * @param parameters what stands for each question mark, see {@link RandomSubject}
 */
public record HotStatement(String name, List<String> parameters, String sql) {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-- statement: ([^\\n]+)\\n-- parameters:([^\\n]*)\\n(.*?)(?=\\n\\n|\\n*\\z)",
          Pattern.DOTALL);

  public HotStatement {
    parameters = List.copyOf(parameters);
  }

  /** All of them, in the order of their file. */
  public static List<HotStatement> all() throws IOException {
    try (InputStream file = HotStatement.class.getResourceAsStream("/database/statements.sql")) {
      if (file == null) {
        throw new IOException("The benchmark was built without its statements.");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      List<HotStatement> all = new ArrayList<>();
      for (Matcher block = BLOCK.matcher(text); block.find(); ) {
        List<String> parameters =
            Arrays.stream(block.group(2).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        all.add(new HotStatement(block.group(1), parameters, block.group(3)));
      }
      return all;
    }
  }

  /** The one of that name. */
  public static HotStatement named(String name) throws IOException {
    return all().stream()
        .filter(statement -> statement.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no statement \"" + name + "\"."));
  }

  /** Whether one call is work for a whole clean-up, so that few calls are made. */
  boolean isCleanUp() {
    return name.startsWith("reaper:");
  }
}
