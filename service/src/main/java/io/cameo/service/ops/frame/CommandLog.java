package io.cameo.service.ops.frame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.cameo.service.observability.ScrubbedLog;
import io.cameo.service.observability.Scrubber;
import java.io.FilterOutputStream;
import java.io.PrintStream;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log of a command: warnings and worse, on standard error, a line each. */
public final class CommandLog {

  private static final Logger LOG = LoggerFactory.getLogger(CommandLog.class);

  /** Held, because a logger that nobody holds forgets its level. */
  private static final java.util.logging.Logger LIBRARIES = java.util.logging.Logger.getLogger("");

  private CommandLog() {}

  /** From now on the log goes there, past the scrubber. */
  public static void toStandardError(PrintStream err, Scrubber scrubber) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      PatternLayoutEncoder lines = new PatternLayoutEncoder();
      lines.setContext(context);
      lines.setPattern("%-5level %logger{0}: %msg%n%rEx");
      lines.start();
      OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
      appender.setContext(context);
      appender.setEncoder(ScrubbedLog.behind(lines, scrubber));
      appender.setOutputStream(new FilterOutputStream(err));
      appender.start();
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
    LogManager.getLogManager().reset();
    SLF4JBridgeHandler.install();
    LIBRARIES.setLevel(java.util.logging.Level.WARNING);
  }

  /** Something happened that no command expected. */
  public static void failed(Exception failure) {
    LOG.error("The command failed", failure);
  }
}
