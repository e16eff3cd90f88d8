package io.cameo.service.scan;

import io.cameo.service.scan.ScannerUnavailableException.Reason;

/** Reads clamd's answers: what is not exactly one that is known is no verdict. */
final class ClamdReply {

  /** Longest answer that is read. */
  static final int LIMIT = 1024;

  private static final String STREAM = "stream: ";
  private static final String FOUND = " FOUND";
  private static final String ERROR = "ERROR";

  private ClamdReply() {}

  /**
   * The verdict in an answer to INSTREAM.
   *
   * @param by who gives it
   * @throws ScannerUnavailableException when it is none
   */
  static Verdict verdict(String answer, String by) {
    if (answer.equals("stream: OK")) {
      return new Verdict.Clean(by);
    }
    if (answer.startsWith(STREAM) && answer.endsWith(FOUND)) {
      int end = answer.length() - FOUND.length();
      if (end > STREAM.length()) {
        return found(answer.substring(STREAM.length(), end));
      }
    }
    if (answer.startsWith("INSTREAM size limit exceeded")) {
      throw new ScannerUnavailableException(
          Reason.LIMIT,
          "clamd does not take so many bytes. Set StreamMaxLength, MaxFileSize and MaxScanSize in"
              + " clamd.conf to more than MAX_AVATAR_SIZE and restart clamd.");
    }
    if (answer.endsWith(ERROR)) {
      throw new ScannerUnavailableException(
          Reason.ERROR,
          "clamd answered with an error (" + printable(answer) + "). Look at its log.");
    }
    throw new ScannerUnavailableException(
        Reason.GARBAGE,
        "The answer is not clamd's (\""
            + printable(answer)
            + "\"). Check that CAMEO_CLAMD is the address of clamd.");
  }

  private static Verdict found(String name) {
    if (name.startsWith("Heuristics.Limits.Exceeded")) {
      // Not looked at to the end, which says nothing of what is in it.
      throw new ScannerUnavailableException(
          Reason.LIMIT,
          "clamd gave up at one of its own limits ("
              + printable(name)
              + "). Raise that limit in clamd.conf and restart clamd.");
    }
    return new Verdict.Infected(printable(name));
  }

  /** At most 120 visible characters: the scanner's words end up in logs. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < text.length() && clean.length() < 120; i++) {
      char c = text.charAt(i);
      clean.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return clean.toString();
  }
}
