package io.cameo.service.switches;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is switched, as an operator reads it.
 *
 * @param switches every switch
 * @param subjects whose uploads are switched off
 */
public record SwitchReport(List<State> switches, List<Own> subjects) {

  /**
   * @param reason absent, as the next three, when it is as it usually is
   * @param until absent when it does not go back by itself
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record State(
      String name,
      boolean on,
      String meaning,
      @Nullable String reason,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String by) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Own(
      String subject, String reason, Instant since, @Nullable Instant until, String by) {}

  public static SwitchReport of(SwitchBook book) {
    List<Thrown> all = book.all();
    return new SwitchReport(
        Arrays.stream(Switch.values())
            .map(
                which ->
                    state(
                        which,
                        all.stream()
                            .filter(one -> one.which() == which && one.subject().isEmpty())
                            .findFirst()))
            .toList(),
        all.stream().flatMap(one -> one.subject().map(name -> own(name, one)).stream()).toList());
  }

  private static State state(Switch which, Optional<Thrown> thrown) {
    return new State(
        which.word(),
        thrown.isPresent() != which.isUsuallyOn(),
        which.meaning(),
        thrown.map(Thrown::reason).orElse(null),
        thrown.map(Thrown::since).orElse(null),
        thrown.flatMap(Thrown::until).orElse(null),
        thrown.map(Thrown::by).orElse(null));
  }

  private static Own own(String subject, Thrown one) {
    return new Own(subject, one.reason(), one.since(), one.until().orElse(null), one.by());
  }
}
