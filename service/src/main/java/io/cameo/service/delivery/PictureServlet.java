package io.cameo.service.delivery;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemWriter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code /u/…} and {@code /a/…}. A plain servlet: this is the path that must be short. */
final class PictureServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PictureServlet.class);

  /** Side in pixels that a stable address shows when it does not say. */
  private static final int USUAL_SIZE = 256;

  private final transient PictureMemory memory;
  private final transient FallbackAvatars fallbacks;
  private final transient PictureWriter writer;
  private final transient ProblemWriter problems;
  private final transient DeliveryCounts counts;
  private final transient List<Integer> sizes;

  /**
   * @param sizes the installation's sizes in pixels, largest first
   */
  PictureServlet(
      PictureMemory memory,
      FallbackAvatars fallbacks,
      PictureWriter writer,
      ProblemWriter problems,
      DeliveryCounts counts,
      List<Integer> sizes) {
    this.memory = memory;
    this.fallbacks = fallbacks;
    this.writer = writer;
    this.problems = problems;
    this.counts = counts;
    this.sizes = List.copyOf(sizes);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      refuse(CommonProblems.methodNotAllowed(List.of("GET", "HEAD")), response);
      return;
    }
    try {
      Optional<PictureAddress> address = PictureAddress.parse(request.getRequestURI());
      if (address.isEmpty()) {
        refuse(CommonProblems.notFound(), response);
        return;
      }
      switch (address.get()) {
        case PictureAddress.Immutable immutable -> immutable(immutable, request, response);
        case PictureAddress.Stable stable -> stable(stable, request, response);
      }
    } catch (RuntimeException away) {
      counts.failed();
      LOG.warn("A picture could not be delivered", away);
      refuse(
          CommonProblems.unavailable("The picture cannot be read at the moment. Try again."),
          response);
    }
  }

  private void immutable(
      PictureAddress.Immutable address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Shown> shown = memory.version(address.version());
    Optional<StoredObject> object = shown.flatMap(version -> version.named(address.name()));
    if (shown.isEmpty() || object.isEmpty()) {
      counts.missing();
      refuse(CommonProblems.notFound(), response);
      return;
    }
    Picture picture = memory.picture(shown.get(), object.get());
    counts.delivered(send(picture, PictureWriter.IMMUTABLE, request, response));
  }

  private void stable(
      PictureAddress.Stable address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String query = request.getQueryString();
    int size = StableQuery.size(query).orElse(USUAL_SIZE);
    // Only an address that asks for JPEG by its name gives up what a PNG can show.
    boolean jpeg = address.extension().equals("jpg") || address.extension().equals("jpeg");
    Optional<Shown> shown = memory.current(address.subject());
    if (shown.isPresent()) {
      Picture picture = memory.picture(shown.get(), shown.get().best(size, !jpeg));
      counts.delivered(send(picture, writer.stable(), request, response));
      return;
    }
    counts.missing();
    if (StableQuery.wantsNotFound(query)) {
      refuse(
          Problem.of(
              404,
              "no-avatar",
              "No avatar",
              "This subject has no picture. Leave out d=404 for a drawn one."),
          response);
      return;
    }
    FallbackAvatars.Picture fallback = fallbacks.of(address.subject(), canonical(size), jpeg);
    send(
        new Picture(
            fallback.bytes(),
            fallback.mediaType(),
            "\"" + fallback.name() + "\"",
            "inline; filename=\"avatar-" + canonical(size) + (jpeg ? ".jpg\"" : ".png\"")),
        writer.stable(),
        request,
        response);
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

  /** The installation's next larger size, else its largest. */
  private int canonical(int size) {
    int best = sizes.getFirst();
    for (int candidate : sizes) {
      if (candidate >= size) {
        best = candidate;
      }
    }
    return best;
  }

  private void refuse(Problem problem, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    writer.protect(response);
    problems.write(problem, response);
  }
}
