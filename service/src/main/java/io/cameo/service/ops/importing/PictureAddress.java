package io.cameo.service.ops.importing;

import io.cameo.service.http.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An http or https address in the one form that every reader understands the same way: no
 * credentials, no numbers that some resolvers take for an IPv4 address, no zone.
 */
record PictureAddress(URI uri) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
              + "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern FOUR =
      Pattern.compile(
          "(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\."
              + "(0|[1-9][0-9]{0,2})");
  private static final Pattern SIX = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");
  private static final int LONGEST = 2_000;

  static PictureAddress parse(String text) {
    try {
      if (text.length() > LONGEST) {
        throw refused("is longer than " + LONGEST + " characters");
      }
      return of(new URI(text));
    } catch (URISyntaxException bad) {
      throw refused("is not well-formed");
    }
  }

  private static PictureAddress of(URI uri) {
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw refused("does not begin with http:// or https://");
    }
    String authority = uri.getRawAuthority();
    if (authority == null || authority.contains("@")) {
      throw refused("names no server, or carries credentials");
    }
    String host = uri.getHost();
    if (host == null || host.length() > 253 || !isHost(host)) {
      throw refused("names its server in a form that is not taken: use its plain name");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw refused("has an impossible port");
    }
    return new PictureAddress(uri);
  }

  private static boolean isHost(String host) {
    Matcher four = FOUR.matcher(host);
    if (four.matches()) {
      for (int i = 1; i <= 4; i++) {
        if (Integer.parseInt(four.group(i)) > 255) {
          return false;
        }
      }
      return true;
    }
    return NAME.matcher(host).matches() || SIX.matcher(host).matches();
  }

  /** Where a redirection leads. */
  PictureAddress redirected(String location) {
    PictureAddress next;
    try {
      next = parse(uri.resolve(new URI(location)).toString());
    } catch (URISyntaxException | IllegalArgumentException bad) {
      throw refused("redirects to something that is not well-formed");
    }
    if (isSecure() && !next.isSecure()) {
      throw refused("redirects from https to http");
    }
    return next;
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** The server's name, or its number without brackets. */
  String server() {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return uri.getPort() > 0 ? uri.getPort() : isSecure() ? 443 : 80;
  }

  /** What stands in the request's first line. */
  String target() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    if (!target.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw refused("has other than ASCII characters in its path: percent-encode them");
    }
    return target;
  }

  /** What stands in the Host header. */
  String authority() {
    return uri.getPort() > 0 ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
  }

  static RuntimeException refused(String why) {
    return Problem.of(
            422,
            "address-refused",
            "The address is refused",
            "The address " + why + ". Use one that leads to a public server.")
        .toException();
  }
}
