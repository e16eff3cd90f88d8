package io.cameo.service.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is sent of an event; the same bytes at every try.
 *
 * @param type such as {@code maintenance.started}
 * @param timestamp when it was
 */
record WebhookBody(String type, Instant timestamp, Notice data) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * @param id of the notice: its events share it
   * @param until absent while nobody knows
   * @param status where to ask what holds now; absent when the service does not know its address
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Notice(
      UUID id,
      String message,
      Instant from,
      @Nullable Instant until,
      boolean readOnly,
      @Nullable String status) {}

  static byte[] of(NoticeEvent event, Optional<URI> site) {
    NoticeEvent.Words words = event.words();
    return JSON.writeValueAsBytes(
        new WebhookBody(
            event.name(),
            event.at(),
            new Notice(
                event.notice(),
                words.message(),
                words.from(),
                words.until().orElse(null),
                words.readOnly(),
                site.map(base -> base + "/v1/status").orElse(null))));
  }
}
