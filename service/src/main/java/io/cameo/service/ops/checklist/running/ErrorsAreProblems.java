package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.ServiceAddress;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/** Whether errors reach clients as problem documents, through everything that stands before. */
final class ErrorsAreProblems implements Check {

  private static final String SUBJECT = "/v1/avatars/cameo-check";

  private final ServiceAddress service;
  private final Web web;

  ErrorsAreProblems(ServiceAddress service, Web web) {
    this.service = service;
    this.web = web;
  }

  @Override
  public About about() {
    return new About(
        Line.TST_5,
        "errors-are-problems",
        "Errors reach clients as problem documents with a code and a request id",
        "Calls an address that is none, and one of the API without a key, and reads what comes"
            + " back.");
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    judge(
        "GET of an unknown address",
        404,
        web.get(service.open("/v1/cameo-check-of-nothing")),
        wrong);
    judge(
        "PUT without a key",
        401,
        web.ask(
            Web.to(service.open(SUBJECT))
                .header("Content-Type", "image/png")
                .PUT(BodyPublishers.noBody())
                .build()),
        wrong);
    return Answer.failIf(
        wrong,
        "Let what stands before Cameo pass its answers on as they are: it must not put pages of its"
            + " own in their place.",
        "404 and 401 came as application/problem+json with a code and X-Request-Id.");
  }

  private static void judge(String what, int status, Web.Reply reply, List<String> wrong) {
    if (reply.status() != status) {
      wrong.add(what + " was answered " + reply.status() + " instead of " + status + ".");
      return;
    }
    String type = reply.header("Content-Type").orElse("no Content-Type");
    if (!type.startsWith("application/problem+json") || !reply.text().contains("\"code\"")) {
      wrong.add(what + " was answered " + status + " with " + type + ", no problem document.");
    }
    if (reply.header("X-Request-Id").isEmpty()) {
      wrong.add(what + " was answered without X-Request-Id.");
    }
    if (reply.text().contains("\tat ") || reply.text().contains("Exception")) {
      wrong.add(what + " was answered with the insides of a program.");
    }
  }
}
