package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.ServiceAddress;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether the running service says that it takes uploads. It uploads nothing itself. */
final class UploadsTaken implements Check {

  private final ServiceAddress service;
  private final Web web;

  UploadsTaken(ServiceAddress service, Web web) {
    this.service = service;
    this.web = web;
  }

  @Override
  public About about() {
    return new About(
        Line.TST_1,
        "uploads-taken",
        "The running service says that it takes uploads",
        "Asks /v1/limits for its mode. A real upload is the matter of ./cameo smoke.");
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    Web.Reply reply = web.get(service.open("/v1/limits"));
    if (reply.status() != 200) {
      return Answer.fail(
          "/v1/limits was answered " + reply.status() + ".",
          "Look whether CAMEO_PUBLIC_URL leads to Cameo, and what stands before it.");
    }
    try {
      JsonNode limits = JsonMapper.builder().build().readTree(reply.text());
      String mode = limits.path("mode").asString("");
      return mode.equals("on")
          ? Answer.pass(
              "Mode on; up to " + limits.path("bytes").asLong() + " bytes.",
              "Try a whole upload from outside: ./cameo smoke --url URL.")
          : Answer.warn(
              "Mode " + mode + ": " + limits.path("message").asString(""),
              "If that is not meant: ./cameo uploads on.");
    } catch (JacksonException other) {
      return Answer.fail(
          "/v1/limits is answered by something other than Cameo.",
          "Look whether CAMEO_PUBLIC_URL leads to Cameo, and what stands before it.");
    }
  }
}
