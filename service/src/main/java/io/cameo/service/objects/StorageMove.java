package io.cameo.service.objects;

import io.cameo.storage.s3.S3StoreOptions.Location;
import java.util.Optional;
import java.util.UUID;

/**
 * A move of all pictures from one store to another, as the database remembers it for every node.
 *
 * @param s3 where S3 is, for nodes whose own settings keep pictures on disk
 * @param verifiedTo how far the target was read and compared; empty at the beginning
 */
public record StorageMove(
    UUID id,
    StoragePlace source,
    StoragePlace target,
    Location s3,
    Phase phase,
    Optional<UUID> verifiedTo) {

  /**
   * Why nothing is moved from or to a bucket with replicas: they are kept equal to one home bucket,
   * and what is copied, written aside or still to be deleted is noted for that one.
   */
  public static final String WITHOUT_REPLICAS =
      "CAMEO_S3_REPLICAS is set, and pictures are not moved while their bucket has replicas. Take it"
          + " out of the settings of every node and of this command until the move is finished;"
          + " docs/operations/move-storage.md says how";

  /** What a move has come to. */
  public enum Phase {
    /** The source is current; objects are being copied. */
    COPYING,
    /** The same, and every object in the target was read and was right. */
    VERIFIED,
    /** The target is current; the source is still read where the target lacks something. */
    SWITCHED,
    /** The source is current again, and gets what the target had alone. */
    RETURNING,
    /** Only the target counts, and the settings name it. */
    FINISHED,
    /** Only the source counts, and the settings name it. */
    RETURNED
  }

  /** Whether both stores count. */
  public boolean isUnderWay() {
    return phase != Phase.FINISHED && phase != Phase.RETURNED;
  }

  /** Where new objects go, and where objects are looked for first. */
  public StoragePlace current() {
    return phase == Phase.SWITCHED || phase == Phase.FINISHED ? target : source;
  }

  /** The other one of both. */
  public StoragePlace other() {
    return current().equals(source) ? target : source;
  }

  /** Why a node with these settings cannot work while the move is as it is; empty if it can. */
  public Optional<String> disagreement(StoragePlace configured) {
    if (isUnderWay() && (configured.equals(source) || configured.equals(target))) {
      return Optional.empty();
    }
    if (!isUnderWay() && configured.equals(current())) {
      return Optional.empty();
    }
    String fact =
        isUnderWay()
            ? "Pictures are being moved from " + source + " to " + target
            : "Pictures were moved, and are in " + current() + " now";
    return Optional.of(
        fact
            + ", but the settings of this node keep them in "
            + configured
            + ". Set "
            + current().setting()
            + ". If they were moved by other means since, say ./cameo move-storage --forget --yes.");
  }
}
