package io.cameo.service.http;

import org.apache.coyote.Request;
import org.apache.coyote.http2.Http2Protocol;

/**
 * HTTP/2 for callers that begin with it, or agree on it by ALPN. A request of HTTP/1.1 that asks
 * for the upgrade is answered in HTTP/1.1: RFC 9113 (section 3.1) has given the upgrade up, an
 * answer of more than one window got stuck behind it, and a proxy that passes its headers on would
 * no longer see what comes after them.
 */
final class PriorKnowledgeHttp2 extends Http2Protocol {

  @Override
  public boolean accept(Request request) {
    return false;
  }
}
