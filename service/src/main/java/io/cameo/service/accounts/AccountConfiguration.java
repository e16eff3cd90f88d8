package io.cameo.service.accounts;

import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires keys, tokens and the identity provider. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

  private static final Duration PROVIDER_TIMEOUT = Duration.ofSeconds(5);

  @Bean
  AdminKey adminKey(AccountSettings settings) {
    AdminKey key = AdminKey.open(settings);
    // To the terminal and not to the log: logs are collected and kept.
    key.made()
        .ifPresent(
            made ->
                System.out.printf(
                    "Your admin key, shown this once and kept in %s:%n  %s%n",
                    made.file(), made.key()));
    return key;
  }

  @Bean
  UploadTokens uploadTokens(AdminKey adminKey, Clock clock) {
    return new UploadTokens(adminKey.signingKey(), clock);
  }

  @Bean
  Accounts accounts(AdminKey adminKey, UploadTokens tokens, AccountSettings settings, Clock clock) {
    return new Accounts(
        adminKey,
        tokens,
        settings
            .provider()
            .map(provider -> ProviderTokens.decoder(provider, clock, PROVIDER_TIMEOUT)));
  }
}
