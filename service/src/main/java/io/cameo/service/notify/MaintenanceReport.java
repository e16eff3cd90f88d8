package io.cameo.service.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cameo.service.switches.Notice;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What users are told, as an operator reads it.
 *
 * @param notice absent when there is nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MaintenanceReport(boolean on, @Nullable Open notice) {

  /**
   * @param begun whether its time has come
   * @param by who opened it, and since when it is open
   */
  public record Open(String id, String kind, String message, boolean begun, Times times, By by) {}

  /**
   * @param until absent while nobody knows
   * @param readOnly whether no uploads are taken meanwhile
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Times(Instant from, @Nullable Instant until, boolean readOnly) {}

  public record By(String name, Instant since) {}

  public static MaintenanceReport of(Optional<Notice> notice) {
    return new MaintenanceReport(
        notice.isPresent(), notice.map(MaintenanceReport::open).orElse(null));
  }

  private static Open open(Notice notice) {
    Notice.Terms terms = notice.terms();
    return new Open(
        notice.id().toString(),
        terms.kind().word(),
        terms.message(),
        notice.begun(),
        new Times(terms.from(), terms.until().orElse(null), terms.readOnly()),
        new By(notice.by(), notice.since()));
  }
}
