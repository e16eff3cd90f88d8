package io.cameo.service.notify;

import io.cameo.service.settings.Options;
import java.util.List;

/** How somebody is told. */
enum Way {
  WEBHOOK,
  OPERATOR,
  USER;

  /** Those that are few, and go out at once. */
  static final List<Way> FEW = List.of(WEBHOOK, OPERATOR);

  String word() {
    return Options.word(this);
  }
}
