package io.cameo.service.ops.provision;

import io.cameo.service.settings.Options;
import io.cameo.storage.s3.provision.AspectReport;
import io.cameo.storage.s3.provision.ProvisionReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as the document that programs read. */
final class ProvisionJson {

  private ProvisionJson() {}

  static Map<String, Object> of(ProvisionReport report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bucket", report.bucket());
    document.put("server", report.server());
    document.put("well", !report.hasProblems());
    document.put("aspects", report.aspects().stream().map(ProvisionJson::aspect).toList());
    return document;
  }

  private static Map<String, Object> aspect(AspectReport report) {
    Map<String, Object> aspect = new LinkedHashMap<>();
    aspect.put("aspect", report.aspect());
    aspect.put("state", Options.word(report.outcome()));
    aspect.put("problem", report.hasProblem());
    put(aspect, "found", report.found());
    put(aspect, "wanted", report.wanted());
    put(aspect, "others", report.others());
    put(aspect, "conflicts", report.conflicts());
    aspect.put("detail", report.detail());
    return aspect;
  }

  private static void put(Map<String, Object> aspect, String name, List<String> lines) {
    aspect.put(name, lines);
  }
}
