package io.cameo.service.errors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * Reports faults: every line of the log at ERROR that has an exception, which is what a request, a
 * job or a thread that fails unexpectedly leaves. Refusals and callers who hang up are no errors
 * and never such lines. What it costs whoever logs is one entry of a bounded queue.
 */
final class ErrorReports extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  /** Of one kind in a minute. */
  static final int MOST_OF_A_KIND = 10;

  private static final int KINDS = 1_000;
  private static final Duration FLUSH = Duration.ofSeconds(3);
  private static final String REQUEST_ID = "requestId";

  /** What the trackers' own libraries log is not told to the trackers. */
  private static final List<String> THEIR_OWN = List.of("io.sentry", "com.rollbar");

  /** Callers who hang up, and what they were told: no faults of ours, whoever logs them. */
  private static final Set<String> NO_FAULTS =
      Set.of("ClientAbortException", "AsyncRequestNotUsableException", "ProblemException");

  private final List<ErrorOutlet> outlets;
  private final int samplePercent;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, AtomicInteger> kinds =
      Caffeine.newBuilder().maximumSize(KINDS).expireAfterWrite(Duration.ofMinutes(1)).build();

  ErrorReports(List<ErrorOutlet> outlets, int samplePercent) {
    this.outlets = outlets;
    this.samplePercent = samplePercent;
  }

  /** From now on it hears the log; without any tracker it does not listen at all. */
  void listen() {
    if (outlets.isEmpty()
        || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    setName("errors");
    setContext(context);
    start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
    if (Thread.getDefaultUncaughtExceptionHandler() == null) {
      org.slf4j.Logger log = LoggerFactory.getLogger(ErrorReports.class);
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, thrown) -> log.error("A thread ended by an exception", thrown));
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.ERROR)
        || !(event.getThrowableProxy() instanceof ThrowableProxy proxy)
        || THEIR_OWN.stream().anyMatch(event.getLoggerName()::startsWith)
        || isNoFault(proxy.getThrowable())) {
      return;
    }
    if (samplePercent < 100 && random.nextInt(100) >= samplePercent) {
      return;
    }
    Fault fault =
        Fault.of(
            event.getLoggerName(),
            String.valueOf(event.getMessage()),
            proxy.getThrowable(),
            Optional.ofNullable(event.getMDCPropertyMap().get(REQUEST_ID)));
    if (kinds.get(fault.group(), kind -> new AtomicInteger()).incrementAndGet() <= MOST_OF_A_KIND) {
      outlets.forEach(outlet -> outlet.offer(fault));
    }
  }

  private static boolean isNoFault(Throwable thrown) {
    int depth = 0;
    for (Throwable one = thrown; one != null && depth < 20; one = one.getCause(), depth++) {
      if (NO_FAULTS.contains(one.getClass().getSimpleName())) {
        return true;
      }
    }
    return false;
  }

  /** What waits is sent, for a few seconds at most. */
  @Override
  public void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
    }
    stop();
    // Beside each other, so that two that hang cost the time of one.
    List<Thread> closing =
        outlets.stream()
            .map(outlet -> Thread.ofVirtual().start(() -> outlet.close(FLUSH)))
            .toList();
    for (Thread one : closing) {
      try {
        one.join(FLUSH.plusSeconds(2));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
