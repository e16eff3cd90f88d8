package io.cameo.service.ops.checklist.environment;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Whether the addresses that are handed out lead to a CDN at all. */
final class CdnBase implements Check {

  private final Optional<URI> base;
  private final boolean given;
  private final Names names;

  /** Finds where a name leads. */
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /**
   * @param base that is handed out; empty when the CDN is off
   * @param given whether CDN_BASE_URL is set
   */
  CdnBase(Optional<URI> base, boolean given, Names names) {
    this.base = base;
    this.given = given;
    this.names = names;
  }

  @Override
  public About about() {
    return new About(
        Line.ENV_8,
        "cdn-base",
        "CDN_BASE_URL is a name that leads somewhere",
        "Looks its host up.");
  }

  @Override
  public Answer look() {
    if (base.isEmpty()) {
      return given
          ? Answer.warn(
              "CDN_BASE_URL is set, but ENABLE_CDN is off: it is handed out to nobody.",
              "Set ENABLE_CDN=true and CAMEO_CDN_PURGE, or remove CDN_BASE_URL.")
          : Answer.notApplicable("ENABLE_CDN is off: pictures are delivered by Cameo itself.");
    }
    try {
      return Answer.pass(
          base.get().getHost()
              + " leads to "
              + String.join(
                  ", ",
                  Arrays.stream(names.of(base.get().getHost()))
                      .map(InetAddress::getHostAddress)
                      .toList())
              + ".");
    } catch (UnknownHostException nowhere) {
      return Answer.fail(
          base.get().getHost() + " leads nowhere: no picture can be seen.",
          "Make its DNS record, or set CDN_BASE_URL to the CDN's own name.");
    }
  }
}
