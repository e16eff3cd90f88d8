package io.cameo.service.delivery;

import io.cameo.service.cdn.CdnTags;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackForm;
import io.cameo.service.fallback.FallbackRequest;
import io.cameo.service.gravatar.RedirectTargets;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.switches.Switch;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Delivers pictures by the hashes that clients of Gravatar and Libravatar ask by. A drawn picture
 * depends on the hash alone and never on whose it is, so that nobody can tell a user without a
 * picture from no user.
 */
final class GravatarServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");

  private final transient PictureMemory memory;
  private final transient Showing showing;
  private final transient FallbackAvatars fallbacks;
  private final transient Answers answers;
  private final transient CdnTags tags;
  private final transient RedirectTargets redirects;
  private final transient Predicate<Switch> on;

  /**
   * @param on whether a switch is on
   */
  GravatarServlet(
      PictureMemory memory,
      Showing showing,
      FallbackAvatars fallbacks,
      Answers answers,
      CdnTags tags,
      RedirectTargets redirects,
      Predicate<Switch> on) {
    this.memory = memory;
    this.showing = showing;
    this.fallbacks = fallbacks;
    this.answers = answers;
    this.tags = tags;
    this.redirects = redirects;
    this.on = on;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!on.test(Switch.GRAVATAR)) {
      // As where the settings leave it out.
      answers.refuse(CommonProblems.notFound(), response);
      return;
    }
    String method = request.getMethod();
    if (method.equals("OPTIONS")) {
      answers.methods(String.join(", ", METHODS), response);
      return;
    }
    if (!METHODS.contains(method)) {
      answers.refuse(CommonProblems.methodNotAllowed(METHODS), response);
      return;
    }
    try {
      answer(request, response);
    } catch (RuntimeException away) {
      answers.failed(away, response);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getRequestURI();
    if (GravatarRequest.lacksHash(path)) {
      answers.refuse(
          CommonProblems.badRequest(
              "Give the MD5 or SHA-256 of an e-mail address, or the SHA-256 of an OpenID, behind"
                  + " /avatar/."),
          response);
      return;
    }
    Optional<GravatarRequest> asked = GravatarRequest.parse(path, request.getQueryString());
    if (asked.isEmpty()) {
      answers.refuse(CommonProblems.notFound(), response);
      return;
    }
    GravatarRequest wanted = asked.get();
    answers.negotiating(wanted.extension().isEmpty(), response);
    PictureMemory.Known known = known(wanted);
    tags.markHash(response, wanted.hash(), known.shown().map(Shown::id));
    Optional<FallbackReason> why = Optional.empty();
    if (!known.isNone()) {
      Preference preference = Preference.of(wanted.extension(), request);
      why = showing.current(known, wanted.size(), preference, request, response);
      if (why.isEmpty()) {
        return;
      }
    }
    switch (wanted.otherwise()) {
      case GravatarRequest.Otherwise.NotFound notFound -> notFound(why, response);
      case GravatarRequest.Otherwise.Elsewhere elsewhere
          when redirects.allow(elsewhere.address()) ->
          answers.elsewhere(elsewhere.address(), why, response);
      case GravatarRequest.Otherwise.Elsewhere forbidden ->
          drawn(usual(), wanted, why, request, response);
      case GravatarRequest.Otherwise.Usual usual -> drawn(usual(), wanted, why, request, response);
      case GravatarRequest.Otherwise.Drawn drawn -> drawn(drawn, wanted, why, request, response);
    }
  }

  private void notFound(Optional<FallbackReason> why, HttpServletResponse response)
      throws IOException {
    if (why.isPresent()) {
      answers.unavailable(why.get(), response);
    } else {
      answers.missing(Answers.noAvatar(), response);
    }
  }

  /** What nobody can have is asked of nobody, and what is not wanted is not either. */
  private PictureMemory.Known known(GravatarRequest wanted) {
    return wanted.forced() || wanted.hash().isEmpty() || on.test(Switch.FALLBACKS_ONLY)
        ? PictureMemory.Known.NONE
        : memory.byHash(wanted.hash());
  }

  private GravatarRequest.Otherwise.Drawn usual() {
    return new GravatarRequest.Otherwise.Drawn(fallbacks.usual(), "", "");
  }

  private void drawn(
      GravatarRequest.Otherwise.Drawn drawn,
      GravatarRequest wanted,
      Optional<FallbackReason> why,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    FallbackRequest picture =
        drawn
            .of(wanted.hash())
            .sized(wanted.size())
            .onDark(wanted.dark())
            .as(FallbackForm.of(wanted.extension()));
    answers.drawn(fallbacks.draw(picture), wanted.size(), why, request, response);
  }
}
