package io.cameo.service.ops.checklist.bucket;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Web;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether strangers can list the bucket, read from it, write to it or delete there. */
final class AnonymousAccess implements Check {

  private static final String CLOSE =
      "Close the bucket: ./cameo provision shows which of access block, ownership, access list and"
          + " policy differs, and brings it there with --yes. Delivery needs no public bucket:"
          + " Cameo reads with its own key, CloudFront through its access control.";

  private final Supplier<Optional<URI>> bucket;
  private final StoredPicture picture;
  private final String probe;
  private final Web web;

  /** Finds something that is there. */
  interface StoredPicture {
    Optional<String> key();
  }

  /**
   * @param bucket its address; empty when pictures are on disk
   * @param probe a key that nothing has
   */
  AnonymousAccess(Supplier<Optional<URI>> bucket, StoredPicture picture, String probe, Web web) {
    this.bucket = bucket;
    this.picture = picture;
    this.probe = probe;
    this.web = web;
  }

  @Override
  public About about() {
    return new About(
        Line.INF_1,
        "anonymous-access",
        "Strangers can neither list, read, write nor delete in the bucket",
        "Sends LIST, GET of a picture that is there, PUT and DELETE of a key that is not, without"
            + " credentials; each has to be refused.");
  }

  @Override
  public Answer look() throws IOException, InterruptedException {
    if (bucket.get().isEmpty()) {
      return Answer.notApplicable("Pictures are on disk; AWS_S3_BUCKET names no bucket.");
    }
    Tries tries = new Tries();
    tries.send("LIST", "?list-type=2&max-keys=1", "GET");
    Optional<String> key = known();
    if (key.isPresent()) {
      tries.send("GET of " + key.get(), "/" + key.get(), "GET");
    }
    tries.send("PUT", "/" + probe, "PUT");
    tries.send("DELETE", "/" + probe, "DELETE");
    return tries.answer(key.isPresent() ? "" : " No picture is known whose GET could be tried.");
  }

  /** A database that is away must not hide that the bucket is open. */
  private Optional<String> known() {
    try {
      return picture.key();
    } catch (RuntimeException away) {
      return Optional.empty();
    }
  }

  private final class Tries {

    private final List<String> open = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> unclear = new ArrayList<>();

    void send(String what, String below, String method) throws IOException, InterruptedException {
      HttpRequest.Builder request = Web.to(URI.create(bucket.get().orElseThrow() + below));
      int status =
          web.ask(
                  request
                      .method(
                          method,
                          method.equals("PUT")
                              ? BodyPublishers.ofString("a stranger wrote this")
                              : BodyPublishers.noBody())
                      .build())
              .status();
      String seen = what + " was answered " + status;
      if (status >= 200 && status < 300) {
        open.add(seen + ": everybody may do it.");
      } else if (status == 401 || status == 403) {
        refused.add(what + " " + status);
      } else {
        unclear.add(seen + ", which is no refusal for want of permission.");
      }
    }

    Answer answer(String remark) {
      if (!open.isEmpty()) {
        return Answer.failIf(open, CLOSE);
      }
      if (!unclear.isEmpty()) {
        return Answer.unknown(
            String.join(" ", unclear),
            "Check that AWS_S3_BUCKET, AWS_REGION and CAMEO_S3_ENDPOINT name the bucket.");
      }
      return Answer.pass("Refused: " + String.join(", ", refused) + "." + remark);
    }
  }
}
