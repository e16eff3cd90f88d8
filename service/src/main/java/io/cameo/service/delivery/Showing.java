package io.cameo.service.delivery;

import io.cameo.service.catalogue.StoredObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows what is known of a picture, or the nearest to it that can be had: another type or another
 * size of the same version.
 */
final class Showing {

  private final PictureMemory memory;
  private final Answers answers;
  private final Troubles troubles;

  Showing(PictureMemory memory, Answers answers, Troubles troubles) {
    this.memory = memory;
    this.answers = answers;
    this.troubles = troubles;
  }

  /**
   * Answers an address that shows whatever is current.
   *
   * @return empty when it is answered, else why it could not be
   */
  Optional<FallbackReason> current(
      PictureMemory.Known known,
      int size,
      Preference preference,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (known.shown().isEmpty()) {
      return Optional.of(FallbackReason.DATABASE_UNAVAILABLE);
    }
    Shown shown = known.shown().get();
    if (shown.steps().isEmpty()) {
      return Optional.of(FallbackReason.PICTURE_MISSING);
    }
    Shown.Step step = shown.step(size);
    StoredObject object = step.best(preference);
    if (!known.sure()) {
      return lastKnown(shown, object, request, response);
    }
    if (answers.confirmed(PictureMemory.etag(shown, object), false, request, response)) {
      return Optional.empty();
    }
    Picture picture;
    try {
      picture = memory.picture(shown, object);
    } catch (RuntimeException failed) {
      FallbackReason why = unreadable(shown, object, failed);
      @Nullable Picture near = near(shown, step, object, preference, why);
      if (near == null) {
        return Optional.of(why);
      }
      answers.instead(near, why, request, response);
      return Optional.empty();
    }
    answers.stable(picture, request, response);
    return Optional.empty();
  }

  /**
   * Answers the address of one rendition, which shows nothing else.
   *
   * @return empty when it is answered, else why it could not be
   */
  Optional<FallbackReason> rendition(
      PictureMemory.Known known,
      StoredObject object,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (known.shown().isEmpty()) {
      return Optional.of(FallbackReason.DATABASE_UNAVAILABLE);
    }
    Shown shown = known.shown().get();
    if (!known.sure()) {
      return lastKnown(shown, object, request, response);
    }
    if (answers.confirmed(PictureMemory.etag(shown, object), true, request, response)) {
      return Optional.empty();
    }
    Picture picture;
    try {
      picture = memory.picture(shown, object);
    } catch (RuntimeException failed) {
      return Optional.of(unreadable(shown, object, failed));
    }
    answers.immutable(picture, request, response);
    return Optional.empty();
  }

  private Optional<FallbackReason> lastKnown(
      Shown shown, StoredObject object, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Picture picture;
    try {
      picture = memory.provenPicture(shown, object);
    } catch (RuntimeException unproven) {
      return Optional.of(FallbackReason.DATABASE_UNAVAILABLE);
    }
    answers.instead(picture, FallbackReason.LAST_KNOWN, request, response);
    return Optional.empty();
  }

  private FallbackReason unreadable(Shown shown, StoredObject object, RuntimeException failed) {
    return troubles.unreadable(shown.id().keyPrefix() + object.name(), failed);
  }

  /** What else of the version can be shown: the store is asked only while it answers. */
  private @Nullable Picture near(
      Shown shown,
      Shown.Step step,
      StoredObject failed,
      Preference preference,
      FallbackReason why) {
    for (PictureType type : preference.types()) {
      StoredObject other = step.types().get(type);
      if (other != null && !other.equals(failed)) {
        Picture picture = memory.rememberedPicture(shown, other);
        if (picture == null && why == FallbackReason.PICTURE_MISSING) {
          picture = readable(shown, other);
        }
        if (picture != null) {
          return picture;
        }
      }
    }
    List<Shown.Step> steps = shown.steps();
    int at = steps.indexOf(step);
    for (int i = at + 1; i < steps.size(); i++) {
      Picture larger = remembered(shown, steps.get(i), preference);
      if (larger != null) {
        return larger;
      }
    }
    for (int i = at - 1; i >= 0; i--) {
      Picture smaller = remembered(shown, steps.get(i), preference);
      if (smaller != null) {
        return smaller;
      }
    }
    return null;
  }

  private @Nullable Picture remembered(Shown shown, Shown.Step step, Preference preference) {
    for (PictureType type : preference.types()) {
      StoredObject object = step.types().get(type);
      Picture picture = object == null ? null : memory.rememberedPicture(shown, object);
      if (picture != null) {
        return picture;
      }
    }
    return null;
  }

  private @Nullable Picture readable(Shown shown, StoredObject object) {
    try {
      return memory.picture(shown, object);
    } catch (RuntimeException failed) {
      unreadable(shown, object, failed);
      return null;
    }
  }
}
