package io.cameo.service.database.embedded;

/** Another process runs, or is about to run, the server of a data folder. */
public final class DataFolderInUseException extends EmbeddedPostgresException {

  private final long holder;
  private final boolean lasting;

  DataFolderInUseException(long holder, boolean lasting, String message) {
    super(message);
    this.holder = holder;
    this.lasting = lasting;
  }

  /** Whether a service has it, which does not end by itself; a command does. */
  public boolean isLasting() {
    return lasting;
  }

  /** Number of the process that has the folder; 0 when it is not known. */
  public long holder() {
    return holder;
  }
}
