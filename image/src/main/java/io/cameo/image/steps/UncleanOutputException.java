package io.cameo.image.steps;

/** Our own encoder wrote a file that must not be stored: a fault of ours, never of the picture. */
public final class UncleanOutputException extends IllegalStateException {

  UncleanOutputException(String rendition, String reason) {
    super("The file " + rendition + " was withheld: " + reason);
  }
}
