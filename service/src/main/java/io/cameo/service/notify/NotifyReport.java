package io.cameo.service.notify;

import java.util.List;

/**
 * What was sent, waits and failed.
 *
 * @param gone keys of endpoints that have answered 410
 */
public record NotifyReport(List<Line> deliveries, List<String> gone) {

  /**
   * @param way webhook, operator or user
   * @param state due, sent or failed
   */
  public record Line(String way, String state, long count) {}

  static NotifyReport of(Outbox outbox) {
    return new NotifyReport(
        outbox.counts().stream()
            .map(count -> new Line(count.way(), count.state(), count.rows()))
            .toList(),
        outbox.goneEndpoints());
  }
}
