package io.cameo.service.fallback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Pictures for subjects that have none, drawn here: the same for the same request on every node and
 * in every run. What was drawn is remembered up to a bound of bytes, and only as many are drawn at
 * once as there are processors and as fit into a share of the heap, so that no flood of subjects or
 * sizes can fill the memory.
 */
public final class FallbackAvatars {

  private static final long REMEMBERED_BYTES = 8L << 20;

  /** What an entry costs beside its bytes. */
  private static final int ENTRY_BYTES = 256;

  /** What the largest picture takes while it is drawn and written, with room to spare. */
  private static final long DRAWING_BYTES = 16L << 20;

  /** Of the heap, for what is being drawn. */
  private static final int SHARE = 8;

  private static final long WAIT_SECONDS = 5;
  private static final int BYTES_OF_NAME = 12;

  private final FallbackStyle usual;
  private final Semaphore drawing =
      new Semaphore(
          places(Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory()));
  private final Cache<Plan, Picture> drawn =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_BYTES)
          .weigher((Plan plan, Picture picture) -> ENTRY_BYTES + picture.bytes().length)
          .build();

  /**
   * @param usual the style of {@link #of}
   */
  public FallbackAvatars(FallbackStyle usual) {
    this.usual = usual;
  }

  /** The installation's style. */
  public FallbackStyle usual() {
    return usual;
  }

  /**
   * A drawn picture.
   *
   * @param bytes the whole file; not to be changed
   * @param form as it was asked for
   * @param name a word for it, the same for the same bytes and for no others
   */
  public record Picture(byte[] bytes, FallbackForm form, String name) {}

  /**
   * The subject's picture in the installation's style. Ask for one of the installation's sizes, so
   * that their number is bounded.
   */
  public FallbackRequest of(String subject) {
    FallbackRequest wanted = FallbackRequest.of(usual, subject);
    return usual == FallbackStyle.INITIALS ? wanted.named(subject) : wanted;
  }

  /** The same as a JPEG, which everything reads. */
  public Picture jpeg(String subject, int size) {
    return draw(of(subject).sized(size).as(FallbackForm.JPEG));
  }

  /**
   * The picture that is asked for.
   *
   * @throws IllegalStateException when all processors have been drawing for seconds: ask again
   */
  public Picture draw(FallbackRequest wanted) {
    Plan plan = Plan.of(wanted);
    Picture known = drawn.getIfPresent(plan);
    if (known != null) {
      return known;
    }
    await();
    try {
      // Those who waited for the same picture find it now.
      return drawn.get(plan, FallbackAvatars::picture);
    } finally {
      drawing.release();
    }
  }

  /** How many are drawn at once: a large machine may have a small heap. */
  static int places(int processors, long heap) {
    return Math.clamp(heap / SHARE / DRAWING_BYTES, 1, processors);
  }

  /** How much the remembered pictures take, for the test of the bound. */
  long rememberedBytes() {
    drawn.cleanUp();
    return drawn.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private void await() {
    try {
      if (!drawing.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("too many pictures are being drawn at once");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before a picture was drawn", stopping);
    }
  }

  private static Picture picture(Plan plan) {
    byte[] bytes = plan.draw();
    return new Picture(bytes, plan.form(), name(bytes));
  }

  private static String name(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "drawn-" + HexFormat.of().formatHex(sum, 0, BYTES_OF_NAME);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
