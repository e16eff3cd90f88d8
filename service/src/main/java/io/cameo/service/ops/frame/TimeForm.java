package io.cameo.service.ops.frame;

import io.cameo.service.settings.Options;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time among a command's words, in the form that settings have. */
public final class TimeForm implements ITypeConverter<Duration> {

  /** Far more than anybody means, and far less than a database can add to today. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  @Override
  public Duration convert(String text) {
    try {
      Duration time = Options.duration(text);
      if (time.compareTo(LONGEST) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException none) {
      throw noTime(text);
    }
    throw noTime(text);
  }

  private static TypeConversionException noTime(String text) {
    return new TypeConversionException(
        "\"" + text + "\" is no time such as 90m, 26h or 7d, up to 36500d");
  }
}
