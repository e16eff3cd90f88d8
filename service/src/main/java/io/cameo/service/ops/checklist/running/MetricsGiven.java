package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.ServiceAddress;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Whether the running service gives the metrics that a line of the checklist stands on. */
final class MetricsGiven implements Check {

  private final About about;
  private final Optional<String> nothing;
  private final List<String> names;
  private final ServiceAddress service;
  private final Web web;

  /**
   * @param nothing why there is nothing to measure; empty when there is
   * @param names how the metrics' names begin, in Prometheus's form; of Cameo's own, which are
   *     there from the start, while those of libraries begin with what has happened
   */
  MetricsGiven(
      About about, Optional<String> nothing, List<String> names, ServiceAddress service, Web web) {
    this.about = about;
    this.nothing = nothing;
    this.names = List.copyOf(names);
    if (!this.names.stream().allMatch(name -> name.startsWith("cameo_"))) {
      throw new IllegalArgumentException("a service that is just up has no such metric: " + names);
    }
    this.service = service;
    this.web = web;
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    if (nothing.isPresent()) {
      return Answer.notApplicable(nothing.get());
    }
    Web.Reply reply = web.get(service.management("/metrics"));
    if (reply.status() != 200) {
      return Answer.fail(
          "/metrics on the operator's port was answered " + reply.status() + ".",
          "Look whether MANAGEMENT_PORT is Cameo's.");
    }
    List<String> missing =
        names.stream()
            .filter(name -> reply.text().lines().noneMatch(line -> line.startsWith(name)))
            .map(name -> "No metric begins with " + name + ".")
            .toList();
    return Answer.failIf(
        missing,
        "Run the service of the same release as this command, and without CAMEO_METRICS=off.",
        "Given at /metrics: "
            + String.join(", ", names)
            + ". Whether somebody collects them is not seen from here.");
  }
}
