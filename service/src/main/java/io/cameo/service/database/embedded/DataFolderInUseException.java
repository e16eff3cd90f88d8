package io.cameo.service.database.embedded;

/** Another process runs, or is about to run, the server of a data folder. */
public final class DataFolderInUseException extends EmbeddedPostgresException {

  private final long holder;

  DataFolderInUseException(long holder, String message) {
    super(message);
    this.holder = holder;
  }

  /** Number of the process that has the folder; 0 when it is not known. */
  public long holder() {
    return holder;
  }
}
