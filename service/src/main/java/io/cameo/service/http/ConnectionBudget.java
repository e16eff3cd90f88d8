package io.cameo.service.http;

/** How many connections are taken at once, and what each may hold. */
public final class ConnectionBudget {

  /**
   * Bytes that are written to a connection at once. A picture of 256 pixels with its headers goes
   * out in one call of the system instead of three, which is a third of what an answer costs.
   */
  static final int WRITE_AT_ONCE = 24 * 1024;

  /**
   * Requests that one connection of HTTP/2 may have open. A browser sends a hundred at once before
   * it has heard of this; what is refused then, it sends again.
   */
  static final int STREAMS = 64;

  /**
   * Bytes of a body that an open request of HTTP/2 may send before somebody reads them. Room for
   * all of them is taken with the first one.
   */
  static final int STREAM_WINDOW = 16 * 1024;

  /** What Tomcat keeps of an open request of HTTP/2 besides: the begin of its answer, headers. */
  private static final int STREAM_HEAP = 12 * 1024;

  /**
   * What an open connection holds on the heap: its two buffers, what Tomcat keeps beside them, and,
   * while a request is on it, its headers and the first part of its answer.
   */
  private static final int HEAP_OF_ONE = 8 * 1024 + WRITE_AT_ONCE + 48 * 1024;

  /** The same of a connection of HTTP/2, all of whose requests send bodies that nobody reads. */
  private static final int HEAP_OF_ONE_HTTP2 =
      HEAP_OF_ONE + STREAMS * (STREAM_WINDOW + STREAM_HEAP);

  private static final int MOST = 8192;

  private ConnectionBudget() {}

  /**
   * Connections that are taken at once: no more than a third of the heap can hold, so that nobody
   * ends the service by opening them. Callers beyond it wait in the system's backlog.
   *
   * @param heap largest size of the heap in bytes
   * @param http2 whether a connection may be one of HTTP/2
   */
  public static int connections(long heap, boolean http2) {
    return Math.clamp(heap / 3 / (http2 ? HEAP_OF_ONE_HTTP2 : HEAP_OF_ONE), 64, MOST);
  }
}
