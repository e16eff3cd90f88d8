package io.cameo.service.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Tells Cloudflare by cache tags, up to 100 in one call, which is as many as it takes. */
final class CloudflarePurger implements Purger {

  private static final int MOST_TAGS = 100;

  /** Few calls are allowed in a second, or on the free plan in a minute. */
  private static final Pace PACE = new Pace(Duration.ofMillis(500), Duration.ofSeconds(2));

  private final JsonMapper json = JsonMapper.builder().build();
  private final Calls calls;
  private final URI address;
  private final String token;

  CloudflarePurger(CdnSettings.Access access) {
    URI api = access.endpoint().orElse(URI.create("https://api.cloudflare.com"));
    this.calls = Calls.of(api);
    this.address =
        URI.create(api + "/client/v4/zones/" + access.zone().orElseThrow() + "/purge_cache");
    this.token = access.token().orElseThrow();
  }

  @Override
  public Pace pace() {
    return PACE;
  }

  @Override
  public void purge(List<Stale> stale) {
    for (List<String> some : Stale.tags(stale, MOST_TAGS)) {
      HttpResponse<String> answer =
          calls.send(
              HttpRequest.newBuilder(address)
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          json.writeValueAsString(Map.of("tags", some)))));
      if (answer.statusCode() != 200 || !saysSuccess(answer.body())) {
        throw new NotPurgedException(
            calls.server() + " answers " + answer.statusCode() + reason(answer.statusCode()));
      }
    }
  }

  /** A refusal may come with the status 200. */
  private boolean saysSuccess(String body) {
    try {
      return json.readTree(body).path("success").asBoolean(false);
    } catch (JacksonException nonsense) {
      return false;
    }
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> " without success.";
      case 401, 403 -> ": see CAMEO_CDN_TOKEN.";
      case 429 -> ": more purges than the plan allows.";
      default -> ".";
    };
  }

  @Override
  public void close() {
    calls.close();
  }
}
