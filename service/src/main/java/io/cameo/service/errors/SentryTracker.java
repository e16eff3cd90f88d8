package io.cameo.service.errors;

import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.SentryOptions;
import io.sentry.protocol.Message;
import io.sentry.protocol.SentryException;
import io.sentry.protocol.SentryStackFrame;
import io.sentry.protocol.SentryStackTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentry by its own SDK, which is told of faults and of nothing else: it looks at no request, no
 * thread, no library, and asks no other setting.
 */
final class SentryTracker implements ErrorTracker {

  private static final int TIMEOUT_MS = 5_000;

  /** What the SDK holds while its server does not answer. */
  private static final int QUEUE = 30;

  SentryTracker(String dsn, ErrorSettings.Naming naming) {
    Sentry.init(
        options -> {
          options.setDsn(dsn);
          options.setEnvironment(naming.environment());
          options.setRelease(naming.release());
          quiet(options);
        });
  }

  private static void quiet(SentryOptions options) {
    options.setEnableExternalConfiguration(false);
    options.getIntegrations().clear();
    options.setEnableUncaughtExceptionHandler(false);
    options.setEnableShutdownHook(false);
    options.setEnableAutoSessionTracking(false);
    options.setEnableBackpressureHandling(false);
    options.setAttachServerName(false);
    options.setAttachStacktrace(false);
    options.setAttachThreads(false);
    options.setSendDefaultPii(false);
    options.setSendModules(false);
    options.setSendClientReports(false);
    options.setMaxBreadcrumbs(0);
    options.setMaxQueueSize(QUEUE);
    options.setConnectionTimeoutMillis(TIMEOUT_MS);
    options.setReadTimeoutMillis(TIMEOUT_MS);
    options.setShutdownTimeoutMillis(0);
    options.addInAppInclude("io.cameo");
  }

  @Override
  public String name() {
    return "sentry";
  }

  @Override
  public void send(Fault fault) {
    SentryEvent event = new SentryEvent();
    event.setLevel(SentryLevel.ERROR);
    event.setLogger(fault.logger());
    event.setFingerprints(List.of(fault.group()));
    if (!fault.words().isEmpty()) {
      Message words = new Message();
      words.setMessage(fault.words());
      event.setMessage(words);
    }
    fault.requestId().ifPresent(id -> event.setTag("request_id", id));
    List<SentryException> exceptions = new ArrayList<>();
    // Sentry wants the cause before what it caused.
    fault.causes().reversed().forEach(cause -> exceptions.add(exception(cause)));
    event.setExceptions(exceptions);
    Sentry.captureEvent(event);
  }

  private static SentryException exception(Fault.Cause cause) {
    SentryException exception = new SentryException();
    int dot = cause.type().lastIndexOf('.');
    exception.setType(cause.type().substring(dot + 1));
    exception.setModule(dot < 0 ? "" : cause.type().substring(0, dot));
    exception.setValue(cause.words());
    List<SentryStackFrame> frames = new ArrayList<>();
    // And the innermost frame last.
    for (StackTraceElement element : cause.frames().reversed()) {
      SentryStackFrame frame = new SentryStackFrame();
      frame.setModule(element.getClassName());
      frame.setFunction(element.getMethodName());
      frame.setFilename(element.getFileName());
      frame.setInApp(element.getClassName().startsWith("io.cameo."));
      if (element.getLineNumber() >= 0) {
        frame.setLineno(element.getLineNumber());
      }
      frames.add(frame);
    }
    exception.setStacktrace(new SentryStackTrace(frames));
    return exception;
  }

  @Override
  public void close(Duration atMost) {
    Sentry.flush(atMost.toMillis());
    Sentry.close();
  }
}
