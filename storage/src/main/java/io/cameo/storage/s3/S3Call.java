package io.cameo.storage.s3;

import java.time.Duration;

/**
 * One call that has ended.
 *
 * @param duration with its retries, and for a read until the last byte was taken
 */
public record S3Call(S3Operation operation, Outcome outcome, Duration duration) {

  /** What a call came to. */
  public enum Outcome {
    /** Done. */
    OK,
    /** A truthful no: nothing there, or the key is taken. */
    NO,
    /** Refused as it was asked: credentials, permissions, the bucket, a setting. */
    REFUSED,
    /** The server asks for fewer calls. */
    THROTTLED,
    /** No answer in time, no connection, or an error of the server. */
    AWAY,
    /** Not even asked: too many calls wait, or the server has not answered lately. */
    NOT_ASKED
  }

  /** Who wants to know; called on the thread of the call, must not throw. */
  @FunctionalInterface
  public interface Listener {
    void ended(S3Call call);
  }
}
