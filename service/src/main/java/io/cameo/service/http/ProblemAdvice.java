package io.cameo.service.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns everything a controller may throw into a problem document. */
@RestControllerAdvice
final class ProblemAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final ProblemWriter writer;

  ProblemAdvice(ProblemWriter writer) {
    this.writer = writer;
  }

  @ExceptionHandler
  void refused(ProblemException refused, HttpServletResponse response) throws IOException {
    writer.write(refused.problem(), response);
  }

  @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
  void nothingThere(HttpServletResponse response) throws IOException {
    writer.write(CommonProblems.notFound(), response);
  }

  @ExceptionHandler
  void wrongMethod(HttpRequestMethodNotSupportedException wrong, HttpServletResponse response)
      throws IOException {
    List<String> allowed =
        Optional.ofNullable(wrong.getSupportedHttpMethods()).stream()
            .flatMap(methods -> methods.stream().map(Object::toString))
            .sorted()
            .toList();
    writer.write(CommonProblems.methodNotAllowed(allowed), response);
  }

  @ExceptionHandler
  void wrongType(HttpMediaTypeNotSupportedException wrong, HttpServletResponse response)
      throws IOException {
    writer.write(
        Problem.of(
            415,
            "unsupported-type",
            "Unsupported type",
            "This address does not take a body of this type. See the reference of the API for what it takes."),
        response);
  }

  @ExceptionHandler
  void notAcceptable(HttpMediaTypeNotAcceptableException wrong, HttpServletResponse response)
      throws IOException {
    writer.write(
        Problem.of(
            406,
            "not-acceptable",
            "Not acceptable",
            "This address answers in JSON only. Accept application/json."),
        response);
  }

  @ExceptionHandler({
    HttpMessageNotReadableException.class,
    MethodArgumentTypeMismatchException.class,
    ServletRequestBindingException.class
  })
  void notUnderstood(Exception notUnderstood, HttpServletResponse response) throws IOException {
    for (Throwable cause = notUnderstood; cause != null; cause = cause.getCause()) {
      // The reader of the body wraps what has cut the body off.
      if (cause instanceof ProblemException cutOff) {
        writer.write(cutOff.problem(), response);
        return;
      }
    }
    writer.write(
        CommonProblems.badRequest(
            "A parameter or the body is malformed. Send them as the reference of the API says."),
        response);
  }

  @ExceptionHandler({
    DataAccessResourceFailureException.class,
    RecoverableDataAccessException.class,
    TransientDataAccessException.class,
    TransactionException.class
  })
  void databaseAway(Exception away, HttpServletResponse response) throws IOException {
    LOG.warn("The database did not answer: {}", away.getMessage());
    writer.write(
        CommonProblems.unavailable(
            "The service cannot reach its database at the moment. Ask for the avatar to see whether"
                + " the change took effect, or try again with the same Idempotency-Key."),
        response);
  }

  @ExceptionHandler
  void callerLeft(AsyncRequestNotUsableException left) {
    LOG.debug("The caller left before the answer was written.");
  }

  @ExceptionHandler
  void fault(Exception fault, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LOG.error("{} failed", request.getMethod(), fault);
    writer.write(CommonProblems.internal(), response);
  }
}
