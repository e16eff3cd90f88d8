package io.cameo.service.notify;

import io.cameo.service.switches.NoticeChange;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a notice, as it is told.
 *
 * @param kind of the notice, such as {@code maintenance}
 * @param type such as {@code started}
 * @param at when it was
 */
record NoticeEvent(UUID id, UUID notice, String kind, String type, Instant at, Words words) {

  /** A notice that tells nobody anything but that notices arrive. */
  static final String TEST = "test";

  static final String ENDED = NoticeChange.Type.ENDED.word();

  /** What the notice said at that time. */
  record Words(String message, Instant from, Optional<Instant> until, boolean readOnly) {}

  /** The type of the event among all events, such as {@code maintenance.started}. */
  String name() {
    return kind + "." + type;
  }

  /** What receivers know it by: the same however often it is sent. */
  String webhookId() {
    return "evt_" + id.toString().replace("-", "");
  }

  /** In a few words, for people. */
  String heading() {
    if (kind.equals(TEST)) {
      return "Test";
    }
    String subject = kind.equals("incident") ? "Incident" : "Maintenance";
    return switch (type) {
      case "announced" -> subject + " is planned";
      case "started" -> subject + " has begun";
      case "ended" -> subject + " is over";
      default -> subject + ": news";
    };
  }
}
