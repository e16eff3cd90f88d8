package io.cameo.service.observability;

/**
 * Marks in a trace what a request spends its time on. Names and results are words of ours and few.
 * Where nothing is traced it is {@link #NONE}, which makes nothing.
 */
public interface Marks {

  /** Of a program that traces nothing. */
  Marks NONE = new Marks() {};

  /** A part of the request that this thread works on; nothing when that is not traced. */
  default Mark within(String name) {
    return Mark.NONE;
  }

  /** Work that several requests may wait for, with a trace of its own. */
  default Mark alone(String name) {
    return Mark.NONE;
  }

  /** One that has begun; closing it is its end. */
  interface Mark extends AutoCloseable {

    Mark NONE = new Mark() {};

    /** What it came to. */
    default void result(String word) {}

    @Override
    default void close() {}
  }
}
