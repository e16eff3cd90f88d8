package io.cameo.service.accounts;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Accounts for tests of other packages. */
public final class TestAccounts {

  /** The header {@code Authorization} of the only caller they know. */
  public static final String ADMIN = "Bearer the-admin-key-of-the-tests";

  private TestAccounts() {}

  /** Accounts that take {@link #ADMIN}, and upload tokens that are made with it. */
  public static Accounts withAdminKey() {
    AdminKey key =
        AdminKey.open(
            new AccountSettings(
                Optional.of(ADMIN.substring("Bearer ".length())),
                Path.of("unused"),
                Optional.empty()));
    return new Accounts(
        key, new UploadTokens(key.signingKey(), Clock.systemUTC()), Optional.empty());
  }
}
