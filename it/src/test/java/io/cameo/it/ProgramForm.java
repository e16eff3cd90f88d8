package io.cameo.it;

import java.util.List;

/** A program that can be started. */
interface ProgramForm {

  /** What stands behind {@code java} and its flags. */
  List<String> command();
}
