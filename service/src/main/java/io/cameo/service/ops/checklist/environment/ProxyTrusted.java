package io.cameo.service.ops.checklist.environment;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;

/** Whether limits can tell callers apart behind what stands before Cameo. */
final class ProxyTrusted implements Check {

  private final boolean behindProxy;
  private final boolean trusts;

  /**
   * @param behindProxy whether the public address speaks TLS and Cameo's own port does not
   * @param trusts whether CAMEO_TRUSTED_PROXIES names anybody
   */
  ProxyTrusted(boolean behindProxy, boolean trusts) {
    this.behindProxy = behindProxy;
    this.trusts = trusts;
  }

  @Override
  public About about() {
    return new About(
        Line.SEC_3,
        "proxy-trusted",
        "Limits tell callers apart behind the load balancer",
        "Compares CAMEO_PUBLIC_URL with Cameo's own port: where only the first speaks TLS,"
            + " something stands before, and CAMEO_TRUSTED_PROXIES has to name it.");
  }

  @Override
  public Answer look() {
    if (!behindProxy) {
      return Answer.notApplicable("Nothing is seen to stand before Cameo.");
    }
    return trusts
        ? Answer.pass("CAMEO_TRUSTED_PROXIES names what stands before Cameo.")
        : Answer.fail(
            "CAMEO_PUBLIC_URL is https and Cameo's own port is not, but CAMEO_TRUSTED_PROXIES is"
                + " empty: all callers count as one address and share one limit.",
            "Set CAMEO_TRUSTED_PROXIES to the addresses of the load balancer"
                + " (docs/operations/limits.md).");
  }
}
