package io.cameo.service.ops.checklist.database;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the database would answer from the indexes that were built for that. */
final class OptimisationsUsed implements Check {

  /** Questions of the service, each with the index that was made for it. */
  static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

  static {
    QUESTIONS.put("select current_version from subject where subject = 'x'", "subject_pkey");
    QUESTIONS.put(
        "select subject from subject where current_version is null and updated_at < now()",
        "subject_gone");
    QUESTIONS.put(
        "select id from version where state = 'PENDING' and delete_after < now()",
        "version_pending");
    QUESTIONS.put(
        "select id from version where state in ('RETIRED', 'EXPIRED', 'TOMBSTONED')"
            + " and delete_after < now() order by delete_after limit 100",
        "version_reapable");
  }

  private final Plans plans;

  /** Says how the database would answer. */
  interface Plans {

    /** The plan of a question, without reading whole tables where that can be avoided. */
    String of(String question);

    /** How often an index was read since the statistics were begun. */
    long reads(String index);
  }

  OptimisationsUsed(Plans plans) {
    this.plans = plans;
  }

  @Override
  public About about() {
    return new About(
        Line.DB_1,
        "optimisations-used",
        "The service's questions are answered from the indexes that were built for them",
        "Lets the database explain one question of the service for each index, and reads how often"
            + " the index was used.");
  }

  @Override
  public Answer look() {
    List<String> wrong = new ArrayList<>();
    List<String> used = new ArrayList<>();
    QUESTIONS.forEach(
        (question, index) -> {
          if (plans.of(question).contains(index)) {
            used.add(index + " (read " + plans.reads(index) + " times)");
          } else {
            wrong.add("Not answered from " + index + ": " + question);
          }
        });
    return Answer.failIf(
        wrong,
        "See the line optimisations-applied, and run analyze on both tables.",
        String.join(", ", used));
  }
}
