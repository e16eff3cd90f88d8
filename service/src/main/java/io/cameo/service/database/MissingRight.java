package io.cameo.service.database;

import java.sql.SQLException;
import java.util.Optional;

/** What the database does not let its user do: a matter of rights, and none of a stack. */
public final class MissingRight {

  /** PostgreSQL's name for it. */
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private MissingRight() {}

  /** The sentence for the operator, if that is why something failed. */
  public static Optional<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused
          && INSUFFICIENT_PRIVILEGE.equals(refused.getSQLState())) {
        return Optional.of(
            "The database does not let its user do this: "
                + refused.getMessage()
                + ". The user of CAMEO_DATABASE_URL has to own the database and the tables in it;"
                + " docs/operations/database.md says how they are made.");
      }
    }
    return Optional.empty();
  }
}
