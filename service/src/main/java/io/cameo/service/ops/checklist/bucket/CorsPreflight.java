package io.cameo.service.ops.checklist.bucket;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether browsers may send pictures straight to the bucket from our pages, and from no others. */
final class CorsPreflight implements Check {

  /** A name that nobody can have. */
  private static final String STRANGER = "https://cameo-check.invalid";

  private final Supplier<Optional<URI>> bucket;
  private final List<String> origins;
  private final Web web;

  /**
   * @param bucket its address; empty when there are no direct uploads
   * @param origins of the pages that may send
   */
  CorsPreflight(Supplier<Optional<URI>> bucket, List<String> origins, Web web) {
    this.bucket = bucket;
    this.origins = List.copyOf(origins);
    this.web = web;
  }

  @Override
  public About about() {
    return new About(
        Line.SEC_1,
        "cors-preflight",
        "The bucket takes direct uploads from the configured pages and from no others",
        "Sends the preflight of a browser from every origin of CAMEO_UPLOAD_ORIGINS or"
            + " CAMEO_ORIGINS, and from one that is none of them.");
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    if (bucket.get().isEmpty()) {
      return Answer.notApplicable("Browsers send nothing straight to a bucket here.");
    }
    List<String> wrong = new ArrayList<>();
    for (String origin : origins) {
      if (!isLetIn(origin)) {
        wrong.add("A browser on " + origin + " is not let in.");
      }
    }
    if (isLetIn(STRANGER)) {
      wrong.add("A browser on any other page, such as " + STRANGER + ", is let in.");
    }
    if (origins.isEmpty() && wrong.isEmpty()) {
      return Answer.notApplicable(
          "Neither CAMEO_UPLOAD_ORIGINS nor CAMEO_ORIGINS names a page, and none is let in.");
    }
    return Answer.failIf(
        wrong,
        "./cameo provision --yes writes the rule for the configured origins; a rule of others that"
            + " lets in * has to be removed by hand. Where the server knows no CORS, set"
            + " CAMEO_DIRECT_UPLOADS=off: pictures go through the service then.",
        "Let in: " + String.join(", ", origins) + ". Another origin is not.");
  }

  private boolean isLetIn(String origin) throws IOException, InterruptedException {
    Web.Reply reply =
        web.ask(
            Web.to(URI.create(bucket.get().orElseThrow() + "/"))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
    Optional<String> allowed = reply.header("Access-Control-Allow-Origin");
    return reply.isGood() && allowed.filter(a -> a.equals("*") || a.equals(origin)).isPresent();
  }
}
