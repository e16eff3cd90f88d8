package io.cameo.service.delivery;

import io.cameo.service.cdn.CdnTags;
import io.cameo.service.fallback.FallbackAvatars;
import io.cameo.service.fallback.FallbackForm;
import io.cameo.service.fallback.FallbackRequest;
import io.cameo.service.gravatar.RedirectTargets;
import io.cameo.service.http.CommonProblems;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Delivers pictures by the hashes that clients of Gravatar and Libravatar ask by. A drawn picture
 * depends on the hash alone and never on whose it is, so that nobody can tell a user without a
 * picture from no user.
 */
final class GravatarServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");

  private final transient PictureMemory memory;
  private final transient FallbackAvatars fallbacks;
  private final transient Answers answers;
  private final transient CdnTags tags;
  private final transient RedirectTargets redirects;

  GravatarServlet(
      PictureMemory memory,
      FallbackAvatars fallbacks,
      Answers answers,
      CdnTags tags,
      RedirectTargets redirects) {
    this.memory = memory;
    this.fallbacks = fallbacks;
    this.answers = answers;
    this.tags = tags;
    this.redirects = redirects;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
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
    Optional<Shown> shown = shown(wanted);
    if (shown.isPresent()) {
      Picture picture =
          memory.picture(shown.get(), shown.get().best(wanted.size(), !wanted.jpeg()));
      tags.markHash(response, wanted.hash(), shown.map(Shown::id));
      answers.stable(picture, request, response);
      return;
    }
    switch (wanted.otherwise()) {
      case GravatarRequest.Otherwise.NotFound notFound ->
          answers.missing(Answers.noAvatar(), response);
      case GravatarRequest.Otherwise.Elsewhere elsewhere
          when redirects.allow(elsewhere.address()) -> {
        tags.markHash(response, wanted.hash(), Optional.empty());
        answers.elsewhere(elsewhere.address(), response);
      }
      case GravatarRequest.Otherwise.Elsewhere forbidden ->
          drawn(usual(), wanted, request, response);
      case GravatarRequest.Otherwise.Usual usual -> drawn(usual(), wanted, request, response);
      case GravatarRequest.Otherwise.Drawn drawn -> drawn(drawn, wanted, request, response);
    }
  }

  /** What nobody can have is asked of nobody, and what is not wanted is not either. */
  private Optional<Shown> shown(GravatarRequest wanted) {
    return wanted.forced() || wanted.hash().isEmpty()
        ? Optional.empty()
        : memory.subjectOf(wanted.hash()).flatMap(memory::current);
  }

  private GravatarRequest.Otherwise.Drawn usual() {
    return new GravatarRequest.Otherwise.Drawn(fallbacks.usual(), "", "");
  }

  private void drawn(
      GravatarRequest.Otherwise.Drawn drawn,
      GravatarRequest wanted,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    FallbackRequest picture =
        drawn
            .of(wanted.hash())
            .sized(wanted.size())
            .as(wanted.jpeg() ? FallbackForm.JPEG : FallbackForm.PNG);
    tags.markHash(response, wanted.hash(), Optional.empty());
    answers.drawn(fallbacks.draw(picture), wanted.size(), request, response);
  }
}
