package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.ServiceAddress;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;

/** Whether users can be told that something is not available. */
final class StatusTold implements Check {

  private final ServiceAddress service;
  private final Web web;

  StatusTold(ServiceAddress service, Web web) {
    this.service = service;
    this.web = web;
  }

  @Override
  public About about() {
    return new About(
        Line.RB_5,
        "status-told",
        "What users should be told is to be had at /v1/status",
        "Asks /v1/status without a key, as a page of your product does.");
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    Web.Reply reply = web.get(service.open("/v1/status"));
    boolean said = reply.status() == 200 && reply.text().contains("\"status\"");
    return said
        ? Answer.pass(reply.text().strip())
        : Answer.fail(
            "/v1/status was answered " + reply.status() + " and says no status.",
            "Look whether CAMEO_PUBLIC_URL leads to Cameo, and let /v1/status pass.");
  }
}
