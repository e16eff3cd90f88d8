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
   * The server that a setting names cannot be used.
   *
   * @param option the setting
   * @param refused what the server or the driver said
   */
  static DatabaseUnavailableException at(String option, Login login, Throwable refused) {
    return new DatabaseUnavailableException(
        "The database of "
            + option
            + " ("
            + login
            + ") cannot be used: "
            + String.valueOf(refused.getMessage()).replaceFirst("[.\\s]+$", "")
            + ". Check that it runs, and the user and password in that variable.",
        refused);
  }
}
