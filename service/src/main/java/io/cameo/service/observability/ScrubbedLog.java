package io.cameo.service.observability;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.slf4j.LoggerFactory;

/**
 * Puts the scrubber behind every encoder of the log: whatever form a line has, plain or JSON, with
 * its message, its context and its exception, it passes there last.
 */
public final class ScrubbedLog {

  private ScrubbedLog() {}

  /** From now on no line is written that the scrubber has not seen. */
  public static void install(Scrubber scrubber) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      for (Logger logger : context.getLoggerList()) {
        scrub(logger, scrubber);
      }
    }
  }

  private static void scrub(AppenderAttachable<ILoggingEvent> owner, Scrubber scrubber) {
    for (Iterator<Appender<ILoggingEvent>> each = owner.iteratorForAppenders(); each.hasNext(); ) {
      Appender<ILoggingEvent> appender = each.next();
      if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
          && !(stream.getEncoder() instanceof Scrubbed)) {
        stream.setEncoder(behind(stream.getEncoder(), scrubber));
      } else if (appender instanceof AppenderAttachable<?> more) {
        @SuppressWarnings("unchecked")
        AppenderAttachable<ILoggingEvent> inner = (AppenderAttachable<ILoggingEvent>) more;
        scrub(inner, scrubber);
      }
    }
  }

  /** The encoder with the scrubber behind it. */
  public static Encoder<ILoggingEvent> behind(Encoder<ILoggingEvent> lines, Scrubber scrubber) {
    Scrubbed scrubbed = new Scrubbed(lines, scrubber);
    scrubbed.setContext(lines.getContext());
    scrubbed.start();
    return scrubbed;
  }

  private static final class Scrubbed extends EncoderBase<ILoggingEvent> {

    private final Encoder<ILoggingEvent> lines;
    private final Scrubber scrubber;

    Scrubbed(Encoder<ILoggingEvent> lines, Scrubber scrubber) {
      this.lines = lines;
      this.scrubber = scrubber;
    }

    @Override
    public byte[] headerBytes() {
      return lines.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      String line = new String(lines.encode(event), StandardCharsets.UTF_8);
      return scrubber.scrub(line).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return lines.footerBytes();
    }
  }
}
