package io.cameo.service.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Tells Fastly by surrogate keys, up to 256 in one call, which is as many as it takes. */
final class FastlyPurger implements Purger {

  private static final int MOST_KEYS = 256;

  /** Fastly's word is a fraction of a second. */
  private static final Pace PACE = new Pace(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final JsonMapper json = JsonMapper.builder().build();
  private final Calls calls;
  private final URI address;
  private final String token;

  FastlyPurger(CdnSettings.Access access) {
    URI api = access.endpoint().orElse(URI.create("https://api.fastly.com"));
    this.calls = Calls.of(api);
    this.address = URI.create(api + "/service/" + access.zone().orElseThrow() + "/purge");
    this.token = access.token().orElseThrow();
  }

  @Override
  public Pace pace() {
    return PACE;
  }

  @Override
  public void purge(List<Stale> stale) {
    for (List<String> some : Stale.tags(stale, MOST_KEYS)) {
      int status =
          calls
              .send(
                  HttpRequest.newBuilder(address)
                      .header("Fastly-Key", token)
                      .header("Accept", "application/json")
                      .header("Content-Type", "application/json")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              json.writeValueAsString(Map.of("surrogate_keys", some)))))
              .statusCode();
      if (status != 200) {
        throw new NotPurgedException(
            calls.server()
                + " answers "
                + status
                + (status == 401 || status == 403 ? ": see CAMEO_CDN_TOKEN." : "."));
      }
    }
  }

  @Override
  public void close() {
    calls.close();
  }
}
