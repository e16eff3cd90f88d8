package io.cameo.service.ops.smoke;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the operator asks for.
 *
 * @param url where the system is, without a slash at its end
 * @param key with which it is called
 * @param prefix what all subjects have to begin with
 * @param scan whether a virus scanner must be there
 * @param logs files that the system writes its log to, readable here
 * @param waits the most that is waited for what comes later: formats, a CDN, a log
 */
record SmokePlan(URI url, String key, String prefix, Scan scan, List<Path> logs, Duration waits) {

  /** What is expected of a virus scanner. */
  enum Scan {
    /** It must find what every scanner finds. */
    ON,
    /** There is none, and none is wanted. */
    OFF,
    /** If there is one, it must; whether there is cannot be seen otherwise. */
    AUTO
  }

  /** A time of the smoke test's own, or less where the operator waits less. */
  Duration atMost(Duration own) {
    return waits.compareTo(own) < 0 ? waits : own;
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SmokePlan[" + url + "]";
  }
}
