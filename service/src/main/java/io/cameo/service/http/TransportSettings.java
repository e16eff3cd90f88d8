package io.cameo.service.http;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;

/**
 * What a connection may cost: how many there are, and how long a slow caller holds one.
 *
 * @param connections most connections at once; 0 takes as many as the heap allows
 * @param head longest time from the first byte of a request to the end of its headers
 * @param silence longest time in which nothing comes from a caller in the middle of a request, or
 *     nothing of an answer is taken by it
 * @param pace how fast a body has to come
 * @param http2 where HTTP/2 is spoken besides HTTP/1.1
 */
public record TransportSettings(
    int connections, Duration head, Duration silence, Pace pace, Http2 http2) {

  /**
   * How fast a body has to come.
   *
   * @param rate least bytes in a second on the average; 0 asks for none
   * @param grace time of waiting for the body that is not counted
   * @param total longest time from its first byte to its last
   */
  public record Pace(int rate, Duration grace, Duration total) {}

  /** Where HTTP/2 is spoken. */
  public enum Http2 {
    OFF,
    /** Where TLS is on, agreed by ALPN. */
    TLS,
    /** Without TLS too, for a proxy that speaks it. */
    H2C
  }

  private static final Option<Integer> CONNECTIONS =
      Options.count(
          "CAMEO_CONNECTIONS",
          0,
          0,
          100_000,
          "Most connections that one node has open; others wait in the system's backlog. 0 takes as"
              + " many as a third of the heap holds, at most 8192.");

  private static final Option<Duration> HEAD =
      Options.time(
          "CAMEO_HEAD_TIMEOUT",
          "10s",
          Duration.ofMillis(200),
          Duration.ofMinutes(5),
          "Longest time in which the first line and the headers of a request must have arrived.");

  private static final Option<Duration> SILENCE =
      Options.time(
          "CAMEO_SILENCE_TIMEOUT",
          "20s",
          Duration.ofMillis(200),
          Duration.ofMinutes(5),
          "Longest time in which nothing comes from a caller in the middle of a request, or none of"
              + " the answer is taken by it.");

  private static final Option<Integer> RATE =
      Options.count(
          "CAMEO_UPLOAD_MIN_RATE",
          1_024,
          0,
          10_000_000,
          "Least bytes in a second, on the average, with which a body must arrive; a slower one is"
              + " answered 408. 0 asks for none; CAMEO_UPLOAD_TIMEOUT holds all the same.");

  private static final Option<Duration> GRACE =
      Options.time(
          "CAMEO_UPLOAD_RATE_GRACE",
          "10s",
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          "Time that CAMEO_UPLOAD_MIN_RATE leaves out, so that a connection may get going.");

  private static final Option<Http2> HTTP2 =
      Options.choice(
          "CAMEO_HTTP2",
          Http2.class,
          Http2.TLS,
          "Where HTTP/2 is spoken besides HTTP/1.1: tls where TLS is on, h2c without TLS too (for a"
              + " proxy of yours that speaks it), off nowhere.");

  /**
   * @param total longest time that a body may take
   */
  public static TransportSettings from(Settings settings, Duration total) {
    return new TransportSettings(
        settings.get(CONNECTIONS),
        settings.get(HEAD),
        settings.get(SILENCE),
        new Pace(settings.get(RATE), settings.get(GRACE), total),
        settings.get(HTTP2));
  }

  /**
   * Whether HTTP/2 is spoken.
   *
   * @param tls whether TLS is on
   */
  public boolean speaksHttp2(boolean tls) {
    return http2 == Http2.H2C || (http2 == Http2.TLS && tls);
  }

  /** Most connections at once, by the setting or by the heap of this process. */
  public int mostConnections(boolean tls) {
    return connections > 0
        ? connections
        : ConnectionBudget.connections(Runtime.getRuntime().maxMemory(), speaksHttp2(tls));
  }
}
