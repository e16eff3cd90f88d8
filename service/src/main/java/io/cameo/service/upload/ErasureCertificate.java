package io.cameo.service.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an erasure promises, and what of it is proven by now.
 *
 * @param certificate name under which the erasure is on record
 * @param erasedAt from when on nothing of the subject is shown
 * @param versions how many versions it had
 * @param objects how many stored objects are deleted
 * @param objectsGoneBy when they are deleted at the latest, while the service runs
 * @param pendingRegions regions that did not answer in this moment: what they hold is deleted as
 *     soon as they answer, perhaps later than that; left out when there are none
 * @param elsewhere where else the bytes may be
 */
record ErasureCertificate(
    String certificate,
    Instant erasedAt,
    int versions,
    int objects,
    Instant objectsGoneBy,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> pendingRegions,
    Elsewhere elsewhere) {

  /** Where else the bytes may be for a while. */
  record Elsewhere(Cdn cdn, ObjectVersions objectVersions, Backups backups) {}

  /**
   * What the CDN shows.
   *
   * @param state {@code off}: none delivers pictures; {@code unpurged}: it is not told of changes;
   *     {@code unknown}: it was not told of this one, which is older, or another system's; {@code
   *     pending}: it has been told, or will be, and is asked until the bytes are gone; {@code
   *     proven}: they were gone from the public addresses at the given time
   * @param tries looks that it took
   * @param answer how many addresses answered with which status
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Cdn(
      String state, @Nullable Instant provenAt, @Nullable Integer tries, @Nullable String answer) {

    static Cdn of(String state) {
      return new Cdn(state, null, null, null);
    }
  }

  /**
   * What the bucket keeps of deleted objects.
   *
   * @param state {@code none}: the store keeps none; {@code kept}: until the given time, as {@code
   *     ./cameo provision} sets the bucket; {@code unknown}: the bucket is set by others
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ObjectVersions(String state, @Nullable Instant goneBy) {}

  /**
   * What backups hold. A restore erases again what a backup still holds.
   *
   * @param state {@code none}: no backup is known that was taken before; {@code held}: until the
   *     given time by the operator's word; {@code unknown}: one holds it, and nobody has said for
   *     how long it is kept
   * @param newest when the newest was taken that may hold it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Backups(String state, @Nullable Instant newest, @Nullable Instant heldUntil) {}
}
