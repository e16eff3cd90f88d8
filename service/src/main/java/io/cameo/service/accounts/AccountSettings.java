package io.cameo.service.accounts;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keys and the identity provider.
 *
 * @param adminKeys the keys of the product's own back end, of which the first signs tokens; none
 *     makes one at the first start
 * @param data folder in which a made key is kept
 * @param provider the identity provider whose tokens are taken
 */
public record AccountSettings(
    List<String> adminKeys, Path data, Optional<IdentityProvider> provider) {

  public AccountSettings {
    adminKeys = List.copyOf(adminKeys);
  }

  /**
   * @param issuer required value of {@code iss}, when known
   * @param keys address of the provider's public keys (JWKS), when known; else found by the issuer
   * @param audience required value of {@code aud}
   * @param accessTokensOnly whether a token must say by its {@code typ} that it is an access token
   */
  public record IdentityProvider(
      Optional<String> issuer,
      Optional<URI> keys,
      Optional<String> audience,
      boolean accessTokensOnly) {}

  static final int LEAST_KEY_LENGTH = 20;

  /** Every wrong credential is compared with each. */
  private static final int MOST_KEYS = 4;

  /** The option of the key, for checks that other features make. */
  public static final Option<List<String>> ADMIN_KEY =
      new Option<>(
          "CAMEO_ADMIN_KEY",
          "keys of at least "
              + LEAST_KEY_LENGTH
              + " characters without white space, with commas between them, "
              + MOST_KEYS
              + " at most",
          "",
          "The key with which your own back end calls the service. Several are all good, and the"
              + " first signs upload tokens: that is how one takes the place of another"
              + " (docs/operations/keys.md). Without any one is made at the first start and kept in"
              + " the file admin-key in CAMEO_DATA.",
          AccountSettings::keys);

  private static List<String> keys(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> keys = List.of(text.split(",", -1));
    if (keys.size() > MOST_KEYS) {
      throw new IllegalArgumentException("too many");
    }
    for (String key : keys) {
      if (key.length() < LEAST_KEY_LENGTH || key.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException("too short or with white space");
      }
    }
    return keys;
  }

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

  private static final Option<Boolean> ACCESS_TOKENS_ONLY =
      Options.onOff(
          "CAMEO_JWT_ACCESS_TOKENS_ONLY",
          false,
          "Take only tokens whose header says typ at+jwt (RFC 9068). Turn it on when your provider"
              + " writes it: then an ID token is refused whatever its audience is.");

  public static AccountSettings from(Settings settings, Path data) {
    Optional<URI> issuer = settings.get(ISSUER);
    Optional<URI> keys = settings.get(JWKS);
    boolean accessTokensOnly = settings.get(ACCESS_TOKENS_ONLY);
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
      provider =
          Optional.of(
              new IdentityProvider(issuer.map(URI::toString), keys, audience, accessTokensOnly));
    }
    return new AccountSettings(settings.get(ADMIN_KEY), data, provider);
  }
}
