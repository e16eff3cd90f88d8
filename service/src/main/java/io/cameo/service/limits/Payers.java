package io.cameo.service.limits;

import java.util.ArrayList;
import java.util.List;

/** Everybody that an upload was charged to which ends later than the call that let it in. */
public record Payers(List<Holder> holders) {

  public Payers {
    holders = List.copyOf(holders);
  }

  /**
   * Those of an upload that was stored with {@link Attempt#callers}.
   *
   * @param callers what was stored; empty when nothing was
   */
  public static Payers of(String subject, String callers) {
    List<Holder> holders = new ArrayList<>();
    holders.add(Holder.subject(subject));
    callers.lines().forEach(line -> Holder.parse(line).ifPresent(holders::add));
    holders.add(Holder.SERVICE);
    return new Payers(holders);
  }
}
