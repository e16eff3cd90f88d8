package io.cameo.service.ops.checklist.network;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether pictures can be had around the CDN, from the bucket itself. */
final class OriginHidden implements Check {

  private final boolean cdn;
  private final Supplier<Optional<URI>> bucket;
  private final Supplier<Optional<String>> key;
  private final Web web;

  /**
   * @param bucket its address; empty when pictures are on disk
   * @param key of a picture that is there
   */
  OriginHidden(
      boolean cdn, Supplier<Optional<URI>> bucket, Supplier<Optional<String>> key, Web web) {
    this.cdn = cdn;
    this.bucket = bucket;
    this.key = key;
    this.web = web;
  }

  @Override
  public About about() {
    return new About(
        Line.INF_2,
        "origin-hidden",
        "Pictures cannot be had around the CDN, from the bucket itself",
        "Asks the bucket for a picture that is there, by its own address and without"
            + " credentials.");
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    if (!cdn || bucket.get().isEmpty()) {
      return Answer.notApplicable(
          cdn ? "Pictures are on disk: nothing but Cameo reads them." : "ENABLE_CDN is off.");
    }
    Optional<String> there = key.get();
    if (there.isEmpty()) {
      return Answer.unknown(
          "There is no picture yet that could be asked for.", "Upload one, then look again.");
    }
    int status = web.get(URI.create(bucket.get().orElseThrow() + "/" + there.get())).status();
    String seen = "The bucket answered " + status + ".";
    if (status == 401 || status == 403) {
      return Answer.pass(seen);
    }
    return status >= 200 && status < 300
        ? Answer.fail(
            seen + " What is taken down at the CDN is still to be had there.",
            "Close the bucket: ./cameo provision --yes.")
        : Answer.unknown(seen, "Look whether AWS_REGION and CAMEO_S3_ENDPOINT are right.");
  }
}
