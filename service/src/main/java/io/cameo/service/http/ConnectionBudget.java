package io.cameo.service.http;

/** How many connections are taken at once, and what each may hold. */
public final class ConnectionBudget {

  /**
   * Bytes that are written to a connection at once. A picture of 256 pixels with its headers goes
   * out in one call of the system instead of three, which is a third of what an answer costs.
   */
  static final int WRITE_AT_ONCE = 24 * 1024;

  /**
   * What an open connection holds on the heap: its two buffers, what Tomcat keeps beside them, and,
   * while a request is on it, its headers and the first part of its answer.
   */
  private static final int HEAP_OF_ONE = 8 * 1024 + WRITE_AT_ONCE + 48 * 1024;

  private static final int MOST = 8192;

  private ConnectionBudget() {}

  /**
   * Connections that are taken at once: no more than a third of the heap can hold, so that nobody
   * ends the service by opening them. Callers beyond it wait in the system's backlog.
   *
   * @param heap largest size of the heap in bytes
   */
  public static int connections(long heap) {
    return Math.clamp(heap / 3 / HEAP_OF_ONE, 64, MOST);
  }
}
