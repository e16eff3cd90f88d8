package io.cameo.service.ops.checklist.line;

import java.util.Arrays;
import java.util.Optional;

/** The parts of the checklist. */
public enum Category {
  INFRASTRUCTURE("INF", "infrastructure"),
  SECURITY("SEC", "security"),
  DATABASE("DB", "database"),
  MONITORING("MON", "monitoring"),
  ENVIRONMENT("ENV", "environment"),
  DEPLOYMENT_TESTS("TST", "deployment-tests"),
  PERFORMANCE("PERF", "performance"),
  AUDIT("AUD", "audit"),
  SCALING("SCL", "scaling"),
  COST("COST", "cost"),
  ROLLBACK("RB", "rollback");

  private final String prefix;
  private final String word;

  Category(String prefix, String word) {
    this.prefix = prefix;
    this.word = word;
  }

  /** How the ids of its lines begin. */
  public String prefix() {
    return prefix;
  }

  public String word() {
    return word;
  }

  /** By its word or by the beginning of its ids, in any case. */
  public static Optional<Category> of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.word.equalsIgnoreCase(text) || each.prefix.equalsIgnoreCase(text))
        .findFirst();
  }
}
