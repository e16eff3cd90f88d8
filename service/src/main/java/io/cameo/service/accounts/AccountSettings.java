package io.cameo.service.accounts;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keys and the identity provider.
 *
 * @param adminKey the key of the product's own back end; empty makes one at the first start
 * @param data folder in which a made key is kept
 * @param provider the identity provider whose tokens are taken
 */
public record AccountSettings(
    Optional<String> adminKey, Path data, Optional<IdentityProvider> provider) {

  /**
   * @param issuer required value of {@code iss}, when known
   * @param keys address of the provider's public keys (JWKS), when known; else found by the issuer
   * @param audience required value of {@code aud}
   */
  public record IdentityProvider(
      Optional<String> issuer, Optional<URI> keys, Optional<String> audience) {}

  static final int LEAST_KEY_LENGTH = 20;

  /** The option of the key, for checks that other features make. */
  public static final Option<Optional<String>> ADMIN_KEY =
      new Option<>(
          "CAMEO_ADMIN_KEY",
          "at least " + LEAST_KEY_LENGTH + " characters without white space",
          "",
          "The key with which your own back end calls the service. Without it one is made at the"
              + " first start and kept in the file admin-key in CAMEO_DATA.",
          text -> {
            if (text.isEmpty()) {
              return Optional.empty();
            }
            if (text.length() < LEAST_KEY_LENGTH
                || text.chars().anyMatch(Character::isWhitespace)) {
              throw new IllegalArgumentException("too short or with white space");
            }
            return Optional.of(text);
          });

  private static final Option<Optional<URI>> ISSUER =
      Options.address(
          "CAMEO_JWT_ISSUER",
          "Issuer of your identity provider's tokens: users may then change their own picture with"
              + " them; sub must equal the subject.");

  private static final Option<Optional<URI>> JWKS =
      Options.address(
          "CAMEO_JWT_JWKS_URL",
          "Where your identity provider publishes its keys, if not found by CAMEO_JWT_ISSUER.");

  private static final Option<Optional<String>> AUDIENCE =
      Options.text(
          "CAMEO_JWT_AUDIENCE",
          "the audience's name",
          "The audience (aud) that a token must be made for. Needed with CAMEO_JWT_ISSUER or"
              + " CAMEO_JWT_JWKS_URL.");

  public static AccountSettings from(Settings settings, Path data) {
    Optional<URI> issuer = settings.get(ISSUER);
    Optional<URI> keys = settings.get(JWKS);
    Optional<String> audience = settings.get(AUDIENCE);
    Optional<IdentityProvider> provider = Optional.empty();
    if (issuer.isPresent() || keys.isPresent()) {
      if (audience.isEmpty()) {
        settings.refuse(
            AUDIENCE.name(),
            "is not set, but tokens of an identity provider are to be taken: without an audience"
                + " tokens made for other services would be taken too. Set it to the audience of"
                + " your avatar tokens.");
      }
      provider = Optional.of(new IdentityProvider(issuer.map(URI::toString), keys, audience));
    }
    return new AccountSettings(settings.get(ADMIN_KEY), data, provider);
  }
}
