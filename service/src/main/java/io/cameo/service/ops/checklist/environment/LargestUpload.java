package io.cameo.service.ops.checklist.environment;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.ServiceAddress;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Whether the running service takes as large an upload as the environment says. */
final class LargestUpload implements Check {

  private final long bytes;
  private final ServiceAddress service;
  private final Web web;

  /**
   * @param bytes MAX_AVATAR_SIZE as it is set here
   */
  LargestUpload(long bytes, ServiceAddress service, Web web) {
    this.bytes = bytes;
    this.service = service;
    this.web = web;
  }

  @Override
  public About about() {
    return new About(
        Line.ENV_5,
        "largest-upload",
        "The running service takes uploads as large as MAX_AVATAR_SIZE says",
        "Compares MAX_AVATAR_SIZE with what /v1/limits of the running service says.");
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    Web.Reply reply = web.get(service.open("/v1/limits"));
    try {
      long said = JsonMapper.builder().build().readTree(reply.text()).path("bytes").asLong(-1);
      return said == bytes
          ? Answer.pass(bytes + " bytes, here and in the running service.")
          : Answer.fail(
              "MAX_AVATAR_SIZE is " + bytes + " here, and " + said + " in the running service.",
              "Restart the service with the environment that it should have.");
    } catch (JacksonException other) {
      return Answer.fail(
          "/v1/limits was answered " + reply.status() + ", and not by Cameo.",
          "Look whether CAMEO_PUBLIC_URL leads to Cameo.");
    }
  }
}
