package io.cameo.service.limits;

import io.cameo.service.settings.Options;

/** What is counted of an upload. The order is that of the numbers in the database. */
enum Unit {
  UPLOADS("requests"),
  BYTES("content-bytes"),
  MEGAPIXELS("megapixels");

  private final String quotaUnit;

  Unit(String quotaUnit) {
    this.quotaUnit = quotaUnit;
  }

  String word() {
    return Options.word(this);
  }

  /** The unit's name in the field RateLimit-Policy. */
  String quotaUnit() {
    return quotaUnit;
  }
}
