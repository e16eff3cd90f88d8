package io.cameo.service.ops.frame;

import picocli.CommandLine.Option;

/** The word {@code --yes}, as a mixin of every command that deletes or overwrites. */
public final class Consent {

  @Option(
      names = "--yes",
      description = "Do it. Without this word the command only says what it would do.")
  private boolean given;

  public boolean isGiven() {
    return given;
  }
}
