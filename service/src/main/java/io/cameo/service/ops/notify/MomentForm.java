package io.cameo.service.ops.notify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment among a command's words, with its zone: what is told to users has to be exact. */
final class MomentForm implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException none) {
      throw new TypeConversionException(
          "\"" + text + "\" is no moment such as 2026-12-01T12:00Z or 2026-12-01T12:00+01:00");
    }
  }
}
