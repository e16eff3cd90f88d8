package io.cameo.service.scan;

/**
 * One scan: the bytes in their order, then the verdict. Closing it before the verdict gives it up
 * at once; closing it afterwards does nothing. One thread at a time.
 */
public interface Scan extends AutoCloseable {

  /**
   * Hands the next bytes to the scanner.
   *
   * @throws ScannerUnavailableException when it does not take them
   */
  void send(byte[] bytes, int offset, int length);

  /**
   * Waits for the verdict on everything that was sent.
   *
   * @throws ScannerUnavailableException when there is none
   */
  Verdict verdict();

  @Override
  void close();
}
