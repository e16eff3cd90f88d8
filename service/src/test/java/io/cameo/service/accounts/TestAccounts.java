package io.cameo.service.accounts;

import io.cameo.service.database.ChangeBus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.transaction.support.TransactionTemplate;

/** Accounts for tests of other packages. */
public final class TestAccounts {

  /** The header {@code Authorization} of the only caller they know. */
  public static final String ADMIN = "Bearer the-admin-key-of-the-tests";

  private TestAccounts() {}

  /** Accounts that take {@link #ADMIN}, and upload tokens that are made with it. */
  public static Accounts withAdminKey() {
    return accounts(adminKey(), tokens(), Optional.empty());
  }

  /** What {@link #withAdminKey} takes tokens of. */
  public static UploadTokens tokens() {
    return new UploadTokens(adminKey().signingKeys(), Clock.systemUTC(), key -> false);
  }

  static AdminKey adminKey() {
    return adminKey(ADMIN.substring("Bearer ".length()));
  }

  static AdminKey adminKey(String... keys) {
    return AdminKey.open(new AccountSettings(List.of(keys), Path.of("unused"), Optional.empty()));
  }

  /** Accounts that know no API keys and ask no database for them. */
  static Accounts accounts(AdminKey key, UploadTokens tokens, Optional<JwtDecoder> provider) {
    return new Accounts(
        key, noKeys(), tokens, provider, new RefusedLogins(new SimpleMeterRegistry()));
  }

  /** A book that has read none yet, and asks no database. */
  static KeyBook noKeys() {
    KeyRows nowhere = new KeyRows(JdbcClient.create(new SimpleDriverDataSource()));
    return new KeyBook(nowhere, new TransactionTemplate(), Clock.systemUTC());
  }

  /** The API keys of a database, as a node knows them that hears by this bus. */
  public static KeyBook keys(DataSource database, Clock clock, ChangeBus bus) {
    return new AccountConfiguration()
        .keyBook(
            JdbcClient.create(database),
            new TransactionTemplate(new JdbcTransactionManager(database)),
            clock,
            bus);
  }
}
