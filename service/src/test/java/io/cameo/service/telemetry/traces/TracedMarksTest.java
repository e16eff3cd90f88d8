package io.cameo.service.telemetry.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cameo.service.observability.Marks;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Marks of requests that are traced, of those that are not, and of a program that traces nothing.
 */
class TracedMarksTest {

  private final List<SpanData> sent = new CopyOnWriteArrayList<>();

  private Tracer tracer(Sampler sampler) {
    SpanExporter exporter =
        new SpanExporter() {
          @Override
          public CompletableResultCode export(Collection<SpanData> spans) {
            sent.addAll(spans);
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
          }
        };
    return new OtelTracer(
        SdkTracerProvider.builder()
            .setSampler(sampler)
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()
            .get("test"),
        new OtelCurrentTraceContext(),
        event -> {});
  }

  /** A request in which a step has a part. */
  private static void request(Tracer tracer, Marks marks) {
    Span request = tracer.nextSpan().name("request").start();
    try (Tracer.SpanInScope _ = tracer.withSpan(request);
        Marks.Mark step = marks.within("step")) {
      try (Marks.Mark part = marks.within("part")) {
        part.result("done");
      }
      step.result("failed");
    } finally {
      request.end();
    }
  }

  @Test
  void stepsHangBelowTheirRequestAndPartsBelowTheirStep() {
    Tracer tracer = tracer(Sampler.alwaysOn());

    request(tracer, new TracedMarks(tracer));

    assertThat(sent).extracting(SpanData::getName).containsExactly("part", "step", "request");
    assertThat(sent.get(0).getParentSpanId()).isEqualTo(sent.get(1).getSpanId());
    assertThat(sent.get(1).getParentSpanId()).isEqualTo(sent.get(2).getSpanId());
    assertThat(sent.get(1).getAttributes().asMap().toString()).contains("result", "failed");
    assertThat(tracer.currentSpan()).as("nothing is left on the thread").isNull();
  }

  @Test
  void whatIsNotTracedHasNoMarksAndNobodysStepIsNoTrace() {
    Tracer tracer = tracer(Sampler.alwaysOff());
    request(tracer, new TracedMarks(tracer));
    assertThat(new TracedMarks(tracer(Sampler.alwaysOn())).within("step"))
        .as("of no request")
        .isSameAs(Marks.Mark.NONE);
    assertThat(sent).isEmpty();
  }

  @Test
  void workForManyHasATraceOfItsOwn() {
    Tracer tracer = tracer(Sampler.alwaysOn());
    Span request = tracer.nextSpan().name("request").start();
    try (Tracer.SpanInScope _ = tracer.withSpan(request)) {
      new TracedMarks(tracer).alone("read").close();
    }
    request.end();
    assertThat(sent).extracting(SpanData::getName).containsExactly("read", "request");
    assertThat(sent.getFirst().getTraceId()).isNotEqualTo(sent.getLast().getTraceId());
  }

  @Test
  void withoutTracesNothingIsMade() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // The first rounds load what the measuring itself needs.
    long made = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        try (Marks.Mark step = Marks.NONE.within("step");
            Marks.Mark read = Marks.NONE.alone("read")) {
          step.result("done");
          read.result("done");
        }
      }
      made = Math.min(made, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(made).as("bytes in 10,000 requests").isLessThan(10_000);
  }
}
