package io.cameo.service.ops.frame;

import java.time.Duration;
import java.util.Locale;

/** Amounts as a person reads them. */
public final class Amounts {

  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};

  private Amounts() {}

  public static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1000 && unit < UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }

  public static String time(Duration time) {
    if (time.toDays() > 1) {
      return time.toDays() + " days";
    }
    if (time.toHours() > 1) {
      return time.toHours() + " hours";
    }
    return time.toMinutes() > 1 ? time.toMinutes() + " minutes" : time.toSeconds() + " seconds";
  }
}
