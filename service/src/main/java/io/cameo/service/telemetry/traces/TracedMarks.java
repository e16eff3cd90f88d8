package io.cameo.service.telemetry.traces;

import io.cameo.service.observability.Marks;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;

/** Makes spans of marks, of the requests that are traced. */
public final class TracedMarks implements Marks {

  private static final String RESULT = "result";

  private final Tracer tracer;

  public TracedMarks(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Mark within(String name) {
    Span request = tracer.currentSpan();
    return request == null || request.isNoop()
        ? Mark.NONE
        : new Begun(tracer, tracer.spanBuilder().setParent(request.context()).name(name).start());
  }

  @Override
  public Mark alone(String name) {
    return new Begun(tracer, tracer.spanBuilder().setNoParent().name(name).start());
  }

  /** One that is this thread's own until it ends. */
  private static final class Begun implements Mark {

    private final Span span;
    private final Tracer.SpanInScope scope;

    Begun(Tracer tracer, Span span) {
      this.span = span;
      this.scope = tracer.withSpan(span);
    }

    @Override
    public void result(String word) {
      span.tag(RESULT, word);
    }

    @Override
    public void close() {
      scope.close();
      span.end();
    }
  }
}
