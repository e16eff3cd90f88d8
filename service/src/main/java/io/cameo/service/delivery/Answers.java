package io.cameo.service.delivery;

import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** The answers of delivery addresses, each with its headers, and counted. */
final class Answers {

  private final PictureWriter writer;
  private final ProblemWriter problems;
  private final DeliveryCounts counts;
  private final Troubles troubles;

  Answers(PictureWriter writer, ProblemWriter problems, DeliveryCounts counts, Troubles troubles) {
    this.writer = writer;
    this.problems = problems;
    this.counts = counts;
    this.troubles = troubles;
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

  /** What never changes, to a caller who was not {@link #confirmed} to have it. */
  void immutable(Picture picture, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    deliver(picture, PictureWriter.IMMUTABLE, request, response);
  }

  /** What is current, to a caller who was not {@link #confirmed} to have it. */
  void stable(Picture picture, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    deliver(picture, writer.stable(), request, response);
  }

  /**
   * Confirms that the caller has the picture already, for which it need not be read.
   *
   * @return whether it has
   */
  boolean confirmed(
      String etag, boolean immutable, HttpServletRequest request, HttpServletResponse response) {
    String cacheControl = immutable ? PictureWriter.IMMUTABLE : writer.stable();
    boolean confirmed = writer.confirmed(etag, cacheControl, request, response);
    if (confirmed) {
      counts.delivered(HttpServletResponse.SC_NOT_MODIFIED);
    }
    return confirmed;
  }

  /** A picture of the same user that is not, or may not be, the one to show; for a short time. */
  void instead(
      Picture picture, FallbackReason why, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    counts.substitute(why);
    response.setHeader(FallbackReason.HEADER, why.word());
    send(picture, writer.brief(), request, response);
  }

  /**
   * What stands for a picture that is not there.
   *
   * @param why why there may be one all the same; empty when there is none
   */
  void drawn(
      FallbackAvatars.Picture drawn,
      int size,
      Optional<FallbackReason> why,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    send(picture(drawn, size), life(why, response), request, response);
  }

  /** How long a substitute may be kept; it is counted. */
  private String life(Optional<FallbackReason> why, HttpServletResponse response) {
    if (why.isEmpty()) {
      counts.missing();
      return writer.stable();
    }
    counts.substitute(why.get());
    response.setHeader(FallbackReason.HEADER, why.get().word());
    return writer.brief();
  }

  private static Picture picture(FallbackAvatars.Picture drawn, int size) {
    return new Picture(
        drawn.bytes(),
        drawn.form().mediaType(),
        "\"" + drawn.name() + "\"",
        "inline; filename=\"avatar-" + size + drawn.form().ending() + "\"");
  }

  /**
   * What is shown at an immutable address whose picture cannot be had: browsers show it, and as an
   * error no cache keeps it, not even one that was told to keep all that lies at such addresses.
   */
  void unavailable(
      FallbackAvatars.Picture drawn,
      int size,
      FallbackReason why,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    counts.substitute(why);
    response.setHeader(FallbackReason.HEADER, why.word());
    writer.sendUnavailable(picture(drawn, size), request, response);
  }

  /** That nobody can say now whether there is a picture, to who wanted no other. */
  void unavailable(FallbackReason why, HttpServletResponse response) throws IOException {
    counts.failed();
    response.setHeader(FallbackReason.HEADER, why.word());
    refuse(unavailable(), response);
  }

  private static Problem unavailable() {
    return CommonProblems.unavailable("The picture cannot be read at the moment. Try again.");
  }

  /** Where a picture is that stands for the one that is not there. */
  void elsewhere(String address, Optional<FallbackReason> why, HttpServletResponse response) {
    writer.protect(response);
    response.setHeader("Cache-Control", life(why, response));
    response.setStatus(HttpServletResponse.SC_FOUND);
    response.setHeader("Location", address);
  }

  private void deliver(
      Picture picture,
      String cacheControl,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    int status = writer.deliver(picture, cacheControl, request, response);
    counts.delivered(status);
    refuseRange(status, response);
  }

  private void send(
      Picture picture,
      String cacheControl,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    refuseRange(writer.send(picture, cacheControl, request, response), response);
  }

  private void refuseRange(int status, HttpServletResponse response) throws IOException {
    if (status == HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE) {
      refuse(
          Problem.of(
              416,
              "range-not-satisfiable",
              "No such part",
              "The picture has no byte in this range. Ask for it without the header Range."),
          response);
    }
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
    troubles.failed(away);
    refuse(unavailable(), response);
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
