package io.cameo.service.ops.smoke;

import io.cameo.service.ops.frame.OpsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** The address of the system, as the operator wrote it. */
final class SmokeAddress {

  private SmokeAddress() {}

  /**
   * @return without a slash at its end
   * @throws OpsException when it is none of a system
   */
  static URI of(String text) {
    try {
      URI uri = new URI(text.strip().replaceAll("/+$", ""));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return new URI(scheme + uri.toString().substring(scheme.length()));
      }
    } catch (URISyntaxException none) {
      throw wrong(none);
    }
    throw wrong(null);
  }

  /** It is not repeated: who mistypes may have put a password there. */
  private static OpsException wrong(@org.jspecify.annotations.Nullable Exception cause) {
    return OpsException.wrongUse(
        "--url takes the address of a system, such as https://avatars.example.com, without a user,"
            + " a query or a fragment"
            + (cause == null ? "." : " (there is a character that no address has)."));
  }
}
