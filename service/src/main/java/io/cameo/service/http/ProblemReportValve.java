package io.cameo.service.http;

import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers in the name of the server itself, for requests that never reach the application: a
 * malformed address or header. Made by Tomcat, by its name.
 */
public final class ProblemReportValve extends ErrorReportValve {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

  private final ProblemWriter writer = new ProblemWriter(JsonMapper.builder().build());

  @Override
  protected void report(Request request, Response response, @Nullable Throwable fault) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      PictureHeaders.setAt(request.getRequestURI(), response);
      writer.write(problem(response.getStatus()), response);
      response.finishResponse();
    } catch (IOException | IllegalStateException callerLeft) {
      LOG.debug("The caller left before it was told what was wrong", callerLeft);
    }
  }

  /**
   * Of what the server refuses by itself, nothing but these three tells a caller what to change.
   */
  private static Problem problem(int status) {
    return switch (status) {
      case 404 -> CommonProblems.notFound();
      case 405 -> CommonProblems.methodNotAllowed(List.of("GET", "HEAD"));
      case 500, 503 -> CommonProblems.internal();
      default ->
          CommonProblems.badRequest(
              "The address or a header of the request is malformed. Send it encoded as RFC 3986"
                  + " says.");
    };
  }
}
