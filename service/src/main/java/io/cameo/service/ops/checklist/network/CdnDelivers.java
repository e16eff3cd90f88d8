package io.cameo.service.ops.checklist.network;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a picture comes through the CDN with the headers that it was sent with. */
final class CdnDelivers implements Check {

  private final Optional<URI> base;
  private final Supplier<Optional<String>> picture;
  private final Web web;

  /**
   * @param base of the CDN; empty when there is none
   * @param picture path of one that is there, such as {@code /a/…/256.jpg}
   */
  CdnDelivers(Optional<URI> base, Supplier<Optional<String>> picture, Web web) {
    this.base = base;
    this.picture = picture;
    this.web = web;
  }

  @Override
  public About about() {
    return new About(
        Line.INF_2,
        "cdn-delivers",
        "Pictures come through the CDN with every header that protects them",
        "Asks CDN_BASE_URL for a picture that is there, and reads status, type and headers.");
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    if (base.isEmpty()) {
      return Answer.notApplicable("ENABLE_CDN is off: pictures are delivered by Cameo itself.");
    }
    Optional<String> path = picture.get();
    if (path.isEmpty()) {
      return Answer.unknown(
          "There is no picture yet that could be asked for.", "Upload one, then look again.");
    }
    Web.Reply reply = web.get(URI.create(base.get() + path.get()));
    if (reply.status() != 200) {
      return Answer.fail(
          base.get() + path.get() + " was answered " + reply.status() + ".",
          "Let the CDN fetch from Cameo, paths as they are (docs/operations/cdn.md).");
    }
    return Answer.failIf(
        missing(reply),
        "Let the CDN pass the headers of its origin on, and add none (docs/operations/cdn.md).",
        base.get().getHost()
            + " answered 200 with "
            + reply.body().length
            + " bytes, "
            + reply.header("Content-Type").orElse("")
            + ", and every header.");
  }

  private static List<String> missing(Web.Reply reply) {
    List<String> wrong = new ArrayList<>();
    need(reply, "Content-Type", "image/", wrong);
    need(reply, "Cache-Control", "immutable", wrong);
    need(reply, "X-Content-Type-Options", "nosniff", wrong);
    need(reply, "Content-Security-Policy", "default-src 'none'", wrong);
    need(reply, "Cross-Origin-Resource-Policy", "cross-origin", wrong);
    need(reply, "Access-Control-Allow-Origin", "*", wrong);
    need(reply, "ETag", "\"", wrong);
    reply
        .header("Set-Cookie")
        .ifPresent(cookie -> wrong.add("The CDN sets a cookie, which keeps caches from keeping."));
    return wrong;
  }

  private static void need(Web.Reply reply, String name, String part, List<String> wrong) {
    Optional<String> value = reply.header(name);
    if (value.filter(text -> text.contains(part)).isEmpty()) {
      wrong.add(
          name
              + value.map(text -> " is \"" + text + "\"").orElse(" is missing")
              + "; it should say "
              + part
              + ".");
    }
  }
}
