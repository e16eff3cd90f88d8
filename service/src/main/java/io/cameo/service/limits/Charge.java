package io.cameo.service.limits;

import java.util.List;

/** What an upload was let in for. */
public final class Charge {

  /** Charges what becomes known later. */
  interface Later {
    void charge(Holder holder, Cost rest);
  }

  private final List<Holder> holders;
  private final Cost charged;
  private final Later later;
  private final RateLimitFields fields;
  private boolean settled;

  Charge(List<Holder> holders, Cost charged, Later later, RateLimitFields fields) {
    this.holders = holders;
    this.charged = charged;
    this.later = later;
    this.fields = fields;
  }

  /** What is left, for the answer. */
  public RateLimitFields fields() {
    return fields;
  }

  /**
   * Says what the upload really cost, once; later calls change nothing. Bytes that were charged too
   * much are given back; an upload never costs less than what was charged for its pixels.
   *
   * @param bytes that arrived
   * @param pixels of the picture
   */
  public synchronized void settle(long bytes, long pixels) {
    if (settled) {
      return;
    }
    settled = true;
    double megapixels = Math.max(charged.megapixels(), pixels / 1_000_000.0);
    Cost rest = new Cost(0, bytes - charged.bytes(), megapixels - charged.megapixels());
    holders.forEach(holder -> later.charge(holder, rest));
  }

  /** Bytes that were charged. */
  public long bytes() {
    return (long) charged.bytes();
  }
}
