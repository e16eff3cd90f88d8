package io.cameo.service.ops.check;

import io.cameo.service.ops.checklist.CheckReport;
import io.cameo.service.ops.checklist.Finding;
import io.cameo.service.ops.checklist.line.Mark;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report as the document that programs read. */
final class CheckJson {

  private CheckJson() {}

  static Map<String, Object> of(CheckReport report, boolean strict) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("at", report.at().toString());
    document.put("well", report.isWell(strict));
    Map<String, Object> counts = new LinkedHashMap<>();
    for (Mark mark : Mark.values()) {
      counts.put(mark.word(), report.count(mark));
    }
    document.put("counts", counts);
    document.put("millis", report.took().toMillis());
    document.put("findings", report.findings().stream().map(CheckJson::finding).toList());
    return document;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", finding.about().line().id());
    members.put("item", finding.about().line().title());
    members.put("category", finding.about().line().category().word());
    members.put("check", finding.about().name());
    members.put("title", finding.about().title());
    members.put("how", finding.about().how());
    members.put("verdict", finding.mark().word());
    members.put("evidence", finding.answer().evidence());
    members.put("remedy", finding.answer().remedy());
    members.put("millis", finding.took().toMillis());
    return members;
  }
}
