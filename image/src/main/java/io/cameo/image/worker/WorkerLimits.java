package io.cameo.image.worker;

/**
 * How much one worker may hold.
 *
 * @param pictureBytes largest picture it takes, 1 KiB to 256 MiB; direct memory is sized by it
 * @param replyBytes most bytes that all renditions of one picture may have together, 64 KiB to 256
 *     MiB; must fit into the heap
 * @param heapMebibytes Java heap; only the finished renditions live there, pictures and pixels do
 *     not
 * @param niceness how far it stands back behind other processes for a core, 0 to 19
 */
public record WorkerLimits(int pictureBytes, int replyBytes, int heapMebibytes, int niceness) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /**
   * @throws IllegalArgumentException when a number is out of its range, or the heap cannot hold the
   *     renditions
   */
  public WorkerLimits {
    if (pictureBytes < KIB || pictureBytes > 256 * MIB) {
      throw new IllegalArgumentException("A worker takes pictures of 1 KiB to 256 MiB.");
    }
    if (replyBytes < 64 * KIB || replyBytes > 256 * MIB) {
      throw new IllegalArgumentException("A worker's reply has 64 KiB to 256 MiB.");
    }
    if (heapMebibytes < 16 || (long) heapMebibytes * MIB < 2L * replyBytes) {
      throw new IllegalArgumentException(
          "A worker's heap needs 16 MiB, and twice what its reply may have.");
    }
    if (niceness < 0 || niceness > 19) {
      throw new IllegalArgumentException("A worker stands back 0 to 19 steps.");
    }
  }

  /** One that stands back behind nobody. */
  public WorkerLimits(int pictureBytes, int replyBytes, int heapMebibytes) {
    this(pictureBytes, replyBytes, heapMebibytes, 0);
  }

  /** Pictures of 16 MiB, replies of 24 MiB, a heap of 64 MiB. */
  public static WorkerLimits defaults() {
    return new WorkerLimits(16 * MIB, 24 * MIB, 64);
  }

  /** The direct memory that a worker needs: the old and the new buffer while it grows, and rest. */
  int directBytes() {
    return 2 * pictureBytes + 8 * MIB;
  }
}
