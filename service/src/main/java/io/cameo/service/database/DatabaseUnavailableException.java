package io.cameo.service.database;

/** The database cannot be used; the message is for the operator and says what to do. */
public final class DatabaseUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DatabaseUnavailableException(String message) {
    super(message);
  }

  DatabaseUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A server did not let us in.
   *
   * @param variable the setting that names it
   * @param why what the driver said
   */
  static DatabaseUnavailableException refused(String variable, Login login, Throwable why) {
    String words = String.valueOf(why.getMessage());
    return new DatabaseUnavailableException(
        "The database of "
            + variable
            + " ("
            + login
            + ") cannot be used: "
            + words
            + (words.endsWith(".") ? "" : ".")
            + " Check that it runs, and the user and password in that variable.",
        why);
  }
}
