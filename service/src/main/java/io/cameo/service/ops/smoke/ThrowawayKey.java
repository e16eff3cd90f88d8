package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An API key that is good for subjects of the smoke test alone, so that what is used up is nobody
 * else's. It ends by itself, also when this process is killed. A monitor keeps one for hours: the
 * service remembers each for a day.
 */
final class ThrowawayKey {

  private final Clock clock;
  private final Duration life;
  private Optional<Made> made = Optional.empty();
  private Optional<Made> before = Optional.empty();

  private record Made(String id, String key, Instant until) {}

  ThrowawayKey(Clock clock, Duration life) {
    this.clock = clock;
    this.life = life;
  }

  /** Text without the key. */
  String mask(String text) {
    String clean = made.map(one -> text.replace(one.key(), "***")).orElse(text);
    return before.isPresent() ? clean.replace(before.get().key(), "***") : clean;
  }

  /**
   * The key; one is made when there is none that is good for another run.
   *
   * @return empty when the operator's key may make none
   */
  Optional<String> take(SmokeRun run) throws IOException {
    Instant now = clock.instant();
    if (made.isEmpty() || made.get().until().minus(Names.LONGEST_RUN).isBefore(now)) {
      before = made;
      String wish =
          "{\"name\":\"%s\",\"scopes\":[\"read\",\"write\"],\"seconds\":%d,\"subjects\":\"%s\"}"
              .formatted(run.names().stem(), life.toSeconds(), run.plan().prefix() + Names.MARK);
      Answer answer = run.callAsOperator(Call.to("POST", "/v1/admin/keys").json(wish));
      JsonNode key = answer.json();
      if (answer.status() != 201 || key.path("key").asString("").isEmpty()) {
        return Optional.empty();
      }
      run.mustBeLogged(answer);
      made =
          Optional.of(
              new Made(key.path("id").asString(""), key.path("key").asString(""), now.plus(life)));
    }
    return made.map(Made::key);
  }

  boolean isMade() {
    return made.isPresent();
  }

  /** Revokes it; whether there is none any more. */
  boolean revoke(Wire wire, String operatorKey) throws IOException {
    if (made.isPresent()) {
      Answer answer =
          wire.send(Call.to("DELETE", "/v1/admin/keys/" + made.get().id()).by(operatorKey));
      if (answer.status() != 204 && answer.status() != 404) {
        return false;
      }
      before = made;
      made = Optional.empty();
    }
    return true;
  }
}
