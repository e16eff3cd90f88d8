package io.cameo.service.ops.smoke;

import io.cameo.service.observability.Scrubber;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run: what its steps share, and what they have learned so far. */
final class SmokeRun {

  private static final Scrubber BY_FORM = Scrubber.byForm();
  private static final int MOST_TOLD = 600;

  /** The rest of {@link Names#LONGEST_RUN} is for the clean-up. */
  private static final Duration LONGEST = Names.LONGEST_RUN.dividedBy(2);

  private final SmokePlan plan;
  private final Wire wire;
  private final Names names;
  private final Instant startedAt;
  private final long began = System.nanoTime();
  private final Patience patience;
  private final ThrowawayKey throwaway;
  private final Plants plants = new Plants();
  private final Samples samples = new Samples();
  private final LogWatch logs;
  private final List<Answer> refusals = new ArrayList<>();
  private final Set<String> logged = new LinkedHashSet<>();
  private final Set<String> used = new LinkedHashSet<>();
  private boolean markerSet;
  private Optional<Facts> facts = Optional.empty();
  private Optional<Shown> first = Optional.empty();
  private Optional<Shown> second = Optional.empty();

  SmokeRun(SmokePlan plan, Wire wire, Instant now, Patience patience, ThrowawayKey throwaway) {
    this.plan = plan;
    this.wire = wire;
    this.names = Names.fresh(plan.prefix(), now);
    this.startedAt = now;
    this.patience = patience;
    this.throwaway = throwaway;
    this.logs = LogWatch.from(plan.logs());
  }

  /**
   * Makes one call, unless the run is to end.
   *
   * @throws Patience.StoppedException when it is
   */
  Answer call(Call call) throws IOException {
    if (patience.isOver()) {
      throw new Patience.StoppedException();
    }
    if (System.nanoTime() - began > LONGEST.toNanos()) {
      throw new IOException(
          "The run has taken " + LONGEST.toMinutes() + " minutes, which is the most it may");
    }
    return wire.send(call);
  }

  /** The same with the key of the operator. */
  Answer callAsOperator(Call call) throws IOException {
    return call(call.by(plan.key()));
  }

  /** Uploads with a key; from now on the subject has to be cleaned up. */
  Answer upload(String subject, byte[] bytes, String type, String key) throws IOException {
    used.add(subject);
    return call(Call.to("PUT", avatar(subject)).by(key).body(bytes, type));
  }

  Answer upload(String subject, Samples.Sample sample) throws IOException {
    return upload(subject, sample.bytes(), sample.type(), plan.key());
  }

  static String avatar(String subject) {
    return "/v1/avatars/" + subject;
  }

  /** Takes keys and other secrets out of what is told. */
  String clean(String text) {
    String clean = text.replace(plan.key(), Scrubber.MASK);
    clean = throwaway.mask(clean);
    clean = BY_FORM.secrets(clean);
    return clean.length() <= MOST_TOLD ? clean : clean.substring(0, MOST_TOLD) + "…";
  }

  /** A refusal that came; all of them are looked at in the end. */
  Answer refused(Answer answer) {
    refusals.add(answer);
    return answer;
  }

  /** A request that the service has to write a line about. */
  void mustBeLogged(Answer answer) {
    if (!answer.requestId().isEmpty()) {
      logged.add(answer.requestId());
    }
  }

  /** Whether pictures are handed out at another place than the system's own. */
  boolean hasCdn() {
    return first
        .map(Shown::stable)
        .flatMap(SmokeRun::address)
        .filter(stable -> !wire.isOwn(stable))
        .isPresent();
  }

  static Optional<URI> address(String text) {
    try {
      return Optional.of(new URI(text)).filter(uri -> uri.getHost() != null);
    } catch (URISyntaxException none) {
      return Optional.empty();
    }
  }

  SmokePlan plan() {
    return plan;
  }

  Wire wire() {
    return wire;
  }

  Names names() {
    return names;
  }

  Instant startedAt() {
    return startedAt;
  }

  Patience patience() {
    return patience;
  }

  ThrowawayKey throwaway() {
    return throwaway;
  }

  Plants plants() {
    return plants;
  }

  Samples samples() {
    return samples;
  }

  LogWatch logs() {
    return logs;
  }

  List<Answer> refusals() {
    return List.copyOf(refusals);
  }

  Set<String> logged() {
    return Set.copyOf(logged);
  }

  /** Subjects for whom something was sent and that were not proven gone since. */
  Set<String> used() {
    return new LinkedHashSet<>(used);
  }

  void gone(String subject) {
    used.remove(subject);
  }

  boolean isMarkerSet() {
    return markerSet;
  }

  void markerSet(boolean set) {
    markerSet = set;
  }

  Optional<Facts> facts() {
    return facts;
  }

  void learn(Facts found) {
    facts = Optional.of(found);
  }

  Optional<Shown> first() {
    return first;
  }

  void first(Shown avatar) {
    first = Optional.of(avatar);
  }

  Optional<Shown> second() {
    return second;
  }

  void second(Shown avatar) {
    second = Optional.of(avatar);
  }
}
