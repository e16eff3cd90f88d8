package io.cameo.service.delivery;

import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.cdn.CdnTags;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackForm;
import io.cameo.service.fallback.FallbackRequest;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.switches.Switch;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers {@code /u/…} and {@code /a/…}. A plain servlet: this is the path that must be short. */
final class PictureServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Side in pixels that a stable address shows when it does not say. */
  private static final int USUAL_SIZE = 256;

  private final transient PictureMemory memory;
  private final transient Showing showing;
  private final transient FallbackAvatars fallbacks;
  private final transient Answers answers;
  private final transient CdnTags tags;
  private final transient List<Integer> sizes;
  private final transient Predicate<Switch> on;

  /**
   * @param sizes the installation's sizes in pixels, largest first
   * @param on whether a switch is on
   */
  PictureServlet(
      PictureMemory memory,
      Showing showing,
      FallbackAvatars fallbacks,
      Answers answers,
      CdnTags tags,
      List<Integer> sizes,
      Predicate<Switch> on) {
    this.memory = memory;
    this.showing = showing;
    this.fallbacks = fallbacks;
    this.answers = answers;
    this.tags = tags;
    this.sizes = List.copyOf(sizes);
    this.on = on;
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
    PictureMemory.Known known = memory.version(address.version());
    Optional<StoredObject> object = known.shown().flatMap(version -> version.named(address.name()));
    if (known.sure() && object.isEmpty()) {
      answers.missing(CommonProblems.notFound(), response);
      return;
    }
    known.shown().ifPresent(shown -> tags.markVersion(response, shown.id()));
    if (on.test(Switch.FALLBACKS_ONLY)) {
      answers.drawn(
          nobody(address), canonical(address.side()), Optional.empty(), request, response);
      return;
    }
    Optional<FallbackReason> why =
        object.isPresent()
            ? showing.rendition(known, object.get(), request, response)
            : Optional.of(FallbackReason.DATABASE_UNAVAILABLE);
    if (why.isPresent()) {
      answers.unavailable(nobody(address), canonical(address.side()), why.get(), request, response);
    }
  }

  /** Whose picture it would be stands nowhere in its address. */
  private FallbackAvatars.Picture nobody(PictureAddress.Immutable address) {
    return fallbacks.draw(
        FallbackRequest.of(FallbackStyle.MP, "")
            .sized(canonical(address.side()))
            .as(FallbackForm.of(address.name().substring(address.name().indexOf('.') + 1))));
  }

  private void stable(
      PictureAddress.Stable address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String query = request.getQueryString();
    int size = StableQuery.size(query).orElse(USUAL_SIZE);
    boolean orNotFound = StableQuery.wantsNotFound(query);
    answers.negotiating(address.extension().isEmpty(), response);
    Preference preference = Preference.of(address.extension(), request);
    PictureMemory.Known known =
        on.test(Switch.FALLBACKS_ONLY)
            ? PictureMemory.Known.NONE
            : memory.current(address.subject());
    tags.markSubject(response, address.subject(), known.shown().map(Shown::id));
    Optional<FallbackReason> why = Optional.empty();
    if (!known.isNone()) {
      why = showing.current(known, size, preference, request, response);
      if (why.isEmpty()) {
        return;
      }
    }
    if (orNotFound) {
      if (why.isPresent()) {
        answers.unavailable(why.get(), response);
      } else {
        answers.missing(Answers.noAvatar(), response);
      }
      return;
    }
    FallbackRequest wanted =
        fallbacks
            .of(address.subject())
            .sized(canonical(size))
            .onDark(StableQuery.isDark(query))
            .as(FallbackForm.of(address.extension()));
    answers.drawn(fallbacks.draw(wanted), canonical(size), why, request, response);
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
