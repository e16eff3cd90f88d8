package io.cameo.service.scan;

import java.util.Optional;

/** What says of bytes whether they are infected. */
public interface Scanner {

  /** One that is never asked: everything passes without a verdict. */
  static Scanner none() {
    return new NoScanner();
  }

  /**
   * Returns when scans can be begun.
   *
   * @throws ScannerUnavailableException when beginning one would fail
   */
  void requireAvailable();

  /**
   * Begins a scan; to be closed.
   *
   * @throws ScannerUnavailableException when the scanner cannot give a verdict now
   */
  Scan begin();

  /**
   * The scanner and its signatures in its own words, such as {@code ClamAV 1.4.6/27805/Fri Nov 20
   * 08:55:40 2026}; empty when it is off or has not been available yet.
   */
  Optional<String> signatures();
}
