package io.cameo.storage;

/** A key or prefix breaks {@link KeyGrammar}, or names a folder of other objects. */
public final class IllegalKeyException extends StorageException {
  private static final int SHOWN = 80;

  public IllegalKeyException(String why, String key) {
    super(why + ": " + printable(key));
  }

  @Override
  public boolean retryable() {
    return false;
  }

  // A bad key may come from outside: no control characters and no novel in the log.
  private static String printable(String key) {
    String cut = key.length() > SHOWN ? key.substring(0, SHOWN) + "..." : key;
    return '"' + cut.replaceAll("[^ -~]", "?") + '"';
  }
}
