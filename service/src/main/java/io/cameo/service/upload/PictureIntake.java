package io.cameo.service.upload;

import io.cameo.service.accounts.Subjects;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Admission;
import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The way of a picture into the house for a command that has its bytes: the same order, limits and
 * audit lines as an upload's, without a request.
 */
public final class PictureIntake {

  /** What became of a picture. */
  public enum Fate {
    /** It is the subject's picture now, or would be. */
    TAKEN,
    /** It is the subject's picture already. */
    UNCHANGED,
    /** The subject has a picture, which stays. */
    KEPT
  }

  /** Where the bytes come from; asked once the picture was let in. */
  public interface Picture {

    /**
     * @return open for reading, of any length
     * @throws IOException when it cannot be read to its end
     */
    InputStream open() throws IOException;
  }

  private final Catalogue catalogue;
  private final UploadAvatar uploads;
  private final UploadBody bodies;

  PictureIntake(Catalogue catalogue, UploadAvatar uploads, UploadBody bodies) {
    this.catalogue = catalogue;
    this.uploads = uploads;
    this.bodies = bodies;
  }

  /**
   * Makes it the subject's picture.
   *
   * @param replace whether a picture that the subject has may be replaced
   * @throws ProblemException when it is refused
   * @throws IOException when its bytes could not be read; nothing was changed
   */
  public Fate take(String subject, Picture picture, boolean replace, Actor actor)
      throws IOException {
    UploadAvatar.Request request =
        new UploadAvatar.Request(Subjects.require(subject), Optional.empty(), actor);
    // Whoever changes the picture while its bytes are still on their way is newer and wins.
    Admission admission = uploads.admit(request);
    if (isKept(subject, admission, replace)) {
      return Fate.KEPT;
    }
    try (Spool.Spooled spooled = receive(request, picture)) {
      return uploads.carryOut(request, admission, spooled, Optional.empty()).status() == 201
          ? Fate.TAKEN
          : Fate.UNCHANGED;
    } catch (ProblemException refused) {
      if (refused.problem().code().equals(UploadProblems.superseded().code())) {
        return Fate.KEPT;
      }
      throw refused;
    }
  }

  /**
   * Does everything but keep it.
   *
   * @throws ProblemException when it would be refused
   */
  public Fate check(String subject, Picture picture, boolean replace, Actor actor)
      throws IOException {
    UploadAvatar.Request request =
        new UploadAvatar.Request(Subjects.require(subject), Optional.empty(), actor);
    Admission admission = catalogue.admit(subject, Optional.empty());
    if (isKept(subject, admission, replace)) {
      return Fate.KEPT;
    }
    try (Spool.Spooled spooled = receive(picture)) {
      uploads.render(request, spooled, Optional.empty());
      return Fate.TAKEN;
    }
  }

  private boolean isKept(String subject, Admission admission, boolean replace) {
    if (admission.current().isEmpty() && catalogue.wasErased(subject)) {
      throw Problem.of(
              409,
              "erased",
              "The subject was erased",
              "This subject was erased for good; an old copy of its picture does not come back. Its"
                  + " user must upload it anew.")
          .toException();
    }
    return admission.current().isPresent() && !replace;
  }

  private Spool.Spooled receive(UploadAvatar.Request request, Picture picture) throws IOException {
    try {
      return receive(picture);
    } catch (ProblemException refused) {
      uploads.refused(request, refused.problem());
      throw refused;
    }
  }

  private Spool.Spooled receive(Picture picture) throws IOException {
    // Nothing is fetched that could not be scanned.
    bodies.requireScanner();
    try (InputStream bytes = picture.open()) {
      return bodies.receive(bytes, -1, Optional.empty());
    }
  }
}
