package io.cameo.service.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands before everything that sees requests: lets none through whose end can be disputed, and
 * bounds what a body may take. A body that nobody wanted is read to its end behind the answer, at
 * the same pace, so that its sender gets to see the answer; what does not end is cut off.
 */
final class TransportValve extends ValveBase {

  private static final Logger LOG = LoggerFactory.getLogger(TransportValve.class);

  /** Bytes of a body that is no picture: documents of JSON, events of a bucket. */
  private static final long DOCUMENT = 1024 * 1024;

  /** Bytes of a body that nobody wanted which are read all the same. */
  private static final long UNWANTED = 32 * 1024 * 1024;

  private final ProblemWriter writer = new ProblemWriter(JsonMapper.builder().build());
  private final TransportSettings.Pace pace;

  TransportValve(TransportSettings.Pace pace) {
    super(true);
    this.pace = pace;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    org.apache.coyote.Request coyote = request.getCoyoteRequest();
    boolean http1 = !isHttp2(coyote);
    if (response.isErrorReportRequired()) {
      getNext().invoke(request, response);
      return;
    }
    if (request.getRequestURI().indexOf(';') >= 0) {
      // No address of ours has parameters within its path; the framework would leave them out, and
      // a cache would take /v1/avatars/alice;x.png for a picture.
      refuse(CommonProblems.notFound(), coyote, response);
      return;
    }
    if (http1 && !StrictHead.isStrict(coyote)) {
      // Before anything believes the head: nobody knows where this request ends.
      refuse(
          CommonProblems.badRequest(
              "The head of the request can be read in more than one way. Send it as RFC 9112 says,"
                  + " with one Content-Length or Transfer-Encoding: chunked."),
          coyote,
          response);
      return;
    }
    if (isWithoutBody(coyote, http1)) {
      getNext().invoke(request, response);
      return;
    }
    InputBuffer body = coyote.getInputBuffer();
    PacedBody paced = new PacedBody(body, pace, most(request), System::nanoTime);
    coyote.setInputBuffer(paced);
    try {
      getNext().invoke(request, response);
      if (http1) {
        paced.isAnswered();
        end(coyote, response);
      }
    } finally {
      // The connection's next request has the same buffer.
      coyote.setInputBuffer(body);
    }
  }

  private static boolean isHttp2(org.apache.coyote.Request request) {
    return request.protocol().equals("HTTP/2.0");
  }

  /**
   * The connection ends with it, or the request of HTTP/2: what comes behind it may be no request.
   */
  private void refuse(Problem problem, org.apache.coyote.Request request, Response response)
      throws IOException {
    if (!isHttp2(request)) {
      // In an answer of HTTP/2 it is an error, for which callers see nothing of the answer.
      response.setHeader("Connection", "close");
    }
    PictureHeaders.setAt(request.requestURI().toString(), response);
    writer.write(problem, response);
    response.finishResponse();
    request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
  }

  private static boolean isWithoutBody(org.apache.coyote.Request request, boolean http1) {
    long length = request.getContentLengthLong();
    if (http1) {
      return length <= 0 && request.getHeader("transfer-encoding") == null;
    }
    return length == 0 || request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  /** Pictures have a limit of their own, which is known where they are taken. */
  private static long most(Request request) {
    boolean picture =
        request.getMethod().equals("PUT") && request.getRequestURI().startsWith("/v1/avatars/");
    return picture ? Long.MAX_VALUE : DOCUMENT;
  }

  private static void end(org.apache.coyote.Request request, Response response) throws IOException {
    AtomicBoolean whole = new AtomicBoolean();
    request.action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
    if (whole.get()) {
      return;
    }
    response.finishResponse();
    // Who still waits for 100 Continue sends nothing more, or the next request.
    boolean unasked = request.hasExpectation() && request.getBytesRead() == 0;
    if (unasked || !isReadToItsEnd(request)) {
      request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  private static boolean isReadToItsEnd(org.apache.coyote.Request request) {
    try {
      Nowhere nowhere = new Nowhere();
      long left = UNWANTED;
      while (left > 0) {
        int read = request.doRead(nowhere);
        if (read < 0) {
          return true;
        }
        left -= read;
      }
    } catch (IOException | ProblemException cutOff) {
      LOG.debug("The rest of a body that nobody wanted is not read: {}", cutOff.getMessage());
    }
    return false;
  }

  /** Where unwanted bytes go. */
  private static final class Nowhere implements ApplicationBufferHandler {

    private ByteBuffer bytes = ByteBuffer.allocate(0);

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      bytes = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return bytes;
    }

    @Override
    public void expand(int size) {
      // Nothing is kept, so nothing has to fit.
    }
  }
}
