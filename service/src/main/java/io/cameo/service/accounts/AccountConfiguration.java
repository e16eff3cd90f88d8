package io.cameo.service.accounts;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.RegularLook;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

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
  KeyBook keyBook(JdbcClient sql, TransactionTemplate transaction, Clock clock, ChangeBus changes) {
    KeyBook book = new KeyBook(new KeyRows(sql), transaction, clock);
    changes.subscribe(ChangeFeed.looking(KeyBook.ANNOUNCEMENT, book::look));
    return book;
  }

  /** Of the service only: a command asks for the keys when it needs them. */
  @Bean
  @ConditionalOnWebApplication
  RegularLook keyLook(KeyBook book) {
    return new RegularLook("keys", book::load, book::look);
  }

  @Bean
  UploadTokens uploadTokens(AdminKey adminKey, Clock clock, KeyBook keys) {
    return new UploadTokens(adminKey.signingKeys(), clock, keys::vouches);
  }

  @Bean
  Accounts accounts(
      AdminKey adminKey,
      KeyBook keys,
      UploadTokens tokens,
      AccountSettings settings,
      Clock clock,
      MeterRegistry metrics) {
    return new Accounts(
        adminKey,
        keys,
        tokens,
        settings
            .provider()
            .map(
                provider ->
                    ProviderTokens.decoder(
                        provider, clock, ProviderTokens.Patience.usual(PROVIDER_TIMEOUT))),
        new RefusedLogins(metrics));
  }
}
