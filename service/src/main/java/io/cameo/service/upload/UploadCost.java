package io.cameo.service.upload;

import io.cameo.service.catalogue.Version;
import io.cameo.service.http.Problem;
import java.util.Set;

/**
 * What an upload cost the workers, in pixels, as far as it can be told when it is over.
 *
 * @param mostPixels of the largest picture that is taken
 */
record UploadCost(long mostPixels) {

  /** Refusals after which nobody can tell how much a worker had to do: as much as for any. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "damaged-picture",
          "quota-exceeded",
          "superseded",
          "too-expensive",
          "too-many-pixels",
          "worker-failed");

  /** Of an upload that was taken; one that changed nothing was not decoded. */
  long of(UploadAvatar.Done done) {
    Version.Source source = done.version().source();
    return done.status() == 201 ? (long) source.width() * source.height() : 0;
  }

  /** Of one that was refused. A picture that is built to be expensive must not be cheap. */
  long of(Problem refused) {
    return UNKNOWN.contains(refused.code()) ? mostPixels : 0;
  }
}
