package io.cameo.service.scan;

/** What the scanner says of bytes that it has seen to their end. */
public sealed interface Verdict {

  /**
   * Nothing was found.
   *
   * @param by the scanner and its signatures, as {@link Scanner#signatures} has them
   */
  record Clean(String by) implements Verdict {}

  /** No scanner was asked, because the operator has turned scanning off. */
  record NotAsked() implements Verdict {}

  /**
   * Something was found.
   *
   * @param signature the scanner's name for it, for the operator only: it would tell an attacker
   *     which part to change
   */
  record Infected(String signature) implements Verdict {}
}
