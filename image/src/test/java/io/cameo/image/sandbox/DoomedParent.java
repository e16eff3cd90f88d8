package io.cameo.image.sandbox;

/** A program that starts a confined process that waits for ever, and waits for it. */
final class DoomedParent {
  private DoomedParent() {}

  public static void main(String[] arguments) throws Exception {
    new ProcessBuilder(Escapees.line(Confinement.of(arguments[0]), "wait"))
        .inheritIO()
        .start()
        .waitFor();
  }
}
