package io.cameo.service.ops.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A picture that was not taken.
 *
 * @param place the file, line or key
 * @param code the same word that an upload is refused with, or one of the import's own
 * @param sentence what to do
 */
record Refusal(String place, String subject, String code, String sentence) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How refusals are listed. */
  enum Form {
    TABLE {
      @Override
      String head() {
        return "";
      }

      @Override
      String line(Refusal refusal) {
        return "%-24s %-24s %-18s %s"
            .formatted(refusal.place(), refusal.subject(), refusal.code(), refusal.sentence());
      }
    },
    JSONL {
      @Override
      String head() {
        return "";
      }

      @Override
      String line(Refusal refusal) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("place", refusal.place());
        line.put("subject", refusal.subject());
        line.put("code", refusal.code());
        line.put("sentence", refusal.sentence());
        return JSON.writeValueAsString(line);
      }
    },
    CSV {
      @Override
      String head() {
        return "place,subject,code,sentence";
      }

      @Override
      String line(Refusal refusal) {
        return String.join(
            ",",
            quoted(refusal.place()),
            quoted(refusal.subject()),
            quoted(refusal.code()),
            quoted(refusal.sentence()));
      }
    };

    /** The line before all others; empty for none. */
    abstract String head();

    abstract String line(Refusal refusal);

    private static String quoted(String text) {
      return '"' + text.replace("\"", "\"\"") + '"';
    }
  }
}
