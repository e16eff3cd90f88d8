package io.cameo.service.ops.frame;

import picocli.CommandLine.Option;

/** The word {@code --json}, as a mixin of every command whose answer a program may read. */
public final class JsonForm {

  @Option(names = "--json", description = "Answer as one JSON document.")
  private boolean asked;

  public boolean isAsked() {
    return asked;
  }
}
