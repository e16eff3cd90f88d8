package io.cameo.service.delivery;

import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers of delivery addresses, each with its headers, and counted. */
final class Answers {

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final PictureWriter writer;
  private final ProblemWriter problems;
  private final DeliveryCounts counts;

  Answers(PictureWriter writer, ProblemWriter problems, DeliveryCounts counts) {
    this.writer = writer;
    this.problems = problems;
    this.counts = counts;
  }

  /**
   * Tells caches that the address has several answers. Also where this one is like all others: an
   * error, a drawn picture, a picture without other types, whose other types may come.
   */
  void negotiating(boolean negotiated, HttpServletResponse response) {
    if (negotiated) {
      response.setHeader("Vary", "Accept");
    }
  }

  /** What never changes. */
  void immutable(Picture picture, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    counts.delivered(send(picture, PictureWriter.IMMUTABLE, request, response));
  }

  /** What is current. */
  void stable(Picture picture, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    counts.delivered(send(picture, writer.stable(), request, response));
  }

  /** What stands for a picture that is not there. */
  void drawn(
      FallbackAvatars.Picture drawn,
      int size,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    counts.missing();
    String extension = drawn.mediaType().equals("image/jpeg") ? ".jpg" : ".png";
    send(
        new Picture(
            drawn.bytes(),
            drawn.mediaType(),
            "\"" + drawn.name() + "\"",
            "inline; filename=\"avatar-" + size + extension + "\""),
        writer.stable(),
        request,
        response);
  }

  /** Where a picture is that stands for the one that is not there. */
  void elsewhere(String address, HttpServletResponse response) {
    counts.missing();
    writer.protect(response);
    response.setHeader("Cache-Control", writer.stable());
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", address);
  }

  private int send(
      Picture picture,
      String cacheControl,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    int status = writer.send(picture, cacheControl, request, response);
    if (status == HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE) {
      refuse(
          Problem.of(
              416,
              "range-not-satisfiable",
              "No such part",
              "The picture has no byte in this range. Ask for it without the header Range."),
          response);
    }
    return status;
  }

  /** That there is no picture, and none was to be drawn. */
  void missing(Problem problem, HttpServletResponse response) throws IOException {
    counts.missing();
    refuse(problem, response);
  }

  /** What {@code d=404} asks for. */
  static Problem noAvatar() {
    return Problem.of(
        404,
        "no-avatar",
        "No avatar",
        "This subject has no picture. Leave out d=404 for a drawn one.");
  }

  /** That a picture could not be had; the cause is for the log alone. */
  void failed(RuntimeException away, HttpServletResponse response) throws IOException {
    counts.failed();
    LOG.warn("A picture could not be delivered", away);
    refuse(
        CommonProblems.unavailable("The picture cannot be read at the moment. Try again."),
        response);
  }

  void refuse(Problem problem, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    writer.protect(response);
    problems.write(problem, response);
  }

  /** Which methods there are. */
  void methods(String allowed, HttpServletResponse response) {
    writer.protect(response);
    response.setHeader("Allow", allowed);
  }
}
