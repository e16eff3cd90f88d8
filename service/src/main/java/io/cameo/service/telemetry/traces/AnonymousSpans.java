package io.cameo.service.telemetry.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Takes out of every span what may name somebody: of attributes only known ones go on, and no
 * exception's message does. Addresses of requests hold subjects; their patterns do not.
 */
public final class AnonymousSpans implements SpanExporter {

  /** Their values are words, numbers and patterns of our own. */
  private static final Set<String> KNOWN =
      Set.of("method", "status", "outcome", "uri", "exception", "step", "result");

  private final SpanExporter receiver;

  public AnonymousSpans(SpanExporter receiver) {
    this.receiver = receiver;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    List<SpanData> clean = spans.stream().<SpanData>map(Clean::new).toList();
    return receiver.export(clean);
  }

  @Override
  public CompletableResultCode flush() {
    return receiver.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return receiver.shutdown();
  }

  private static final class Clean extends DelegatingSpanData {

    private final Attributes attributes;

    Clean(SpanData span) {
      super(span);
      AttributesBuilder known = Attributes.builder();
      span.getAttributes()
          .forEach(
              (key, value) -> {
                if (KNOWN.contains(key.getKey())) {
                  known.put(AttributeKey.stringKey(key.getKey()), String.valueOf(value));
                }
              });
      this.attributes = known.build();
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public List<EventData> getEvents() {
      return List.of();
    }

    @Override
    public StatusData getStatus() {
      return StatusData.create(super.getStatus().getStatusCode(), "");
    }
  }
}
