package io.cameo.service.delivery;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.cdn.CdnTags;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.http.CommonProblems;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Answers {@code /u/…} and {@code /a/…}. A plain servlet: this is the path that must be short. */
final class PictureServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Side in pixels that a stable address shows when it does not say. */
  private static final int USUAL_SIZE = 256;

  private final transient PictureMemory memory;
  private final transient FallbackAvatars fallbacks;
  private final transient Answers answers;
  private final transient CdnTags tags;
  private final transient List<Integer> sizes;

  /**
   * @param sizes the installation's sizes in pixels, largest first
   */
  PictureServlet(
      PictureMemory memory,
      FallbackAvatars fallbacks,
      Answers answers,
      CdnTags tags,
      List<Integer> sizes) {
    this.memory = memory;
    this.fallbacks = fallbacks;
    this.answers = answers;
    this.tags = tags;
    this.sizes = List.copyOf(sizes);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      answers.refuse(CommonProblems.methodNotAllowed(List.of("GET", "HEAD")), response);
      return;
    }
    try {
      Optional<PictureAddress> address = PictureAddress.parse(request.getRequestURI());
      if (address.isEmpty()) {
        answers.refuse(CommonProblems.notFound(), response);
        return;
      }
      switch (address.get()) {
        case PictureAddress.Immutable immutable -> immutable(immutable, request, response);
        case PictureAddress.Stable stable -> stable(stable, request, response);
      }
    } catch (RuntimeException away) {
      answers.failed(away, response);
    }
  }

  private void immutable(
      PictureAddress.Immutable address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<Shown> shown = memory.version(address.version());
    Optional<StoredObject> object = shown.flatMap(version -> version.named(address.name()));
    if (shown.isEmpty() || object.isEmpty()) {
      answers.missing(CommonProblems.notFound(), response);
      return;
    }
    Picture picture = memory.picture(shown.get(), object.get());
    tags.markVersion(response, shown.get().id());
    answers.immutable(picture, request, response);
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
      tags.markSubject(response, address.subject(), shown.map(Shown::id));
      answers.stable(picture, request, response);
      return;
    }
    if (StableQuery.wantsNotFound(query)) {
      answers.missing(Answers.noAvatar(), response);
      return;
    }
    FallbackAvatars.Picture drawn = fallbacks.of(address.subject(), canonical(size), jpeg);
    tags.markSubject(response, address.subject(), Optional.empty());
    answers.drawn(drawn, canonical(size), request, response);
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
}
