package io.cameo.service.gravatar;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a caller may be sent to, by scheme, host, port and the beginning of the path.
 * Everything that two programs could read differently is on no list: a redirect to wherever a link
 * says is a gift to whoever sends links (CWE-601).
 *
 * @param targets none allows nothing
 */
public record RedirectTargets(List<Target> targets) {

  /** No redirect at all. */
  public static final RedirectTargets NONE = new RedirectTargets(List.of());

  private static final int LONGEST = 2_000;

  /** ASCII of RFC 3986 alone; a backslash, which browsers take for a slash, is not among it. */
  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._~:/?&=+,;@!$'()*%-]+");

  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

  /** A dot, a slash or a backslash in disguise, which a server may take for the real one. */
  private static final Pattern DISGUISED = Pattern.compile("%(2e|2f|5c|00)");

  public RedirectTargets {
    targets = List.copyOf(targets);
  }

  /**
   * One beginning.
   *
   * @param host in lower case; with a dot at its beginning any host that ends so
   * @param path begins and ends with a slash
   */
  public record Target(String scheme, String host, int port, String path) {

    private boolean covers(Target asked) {
      return scheme.equals(asked.scheme)
          && port == asked.port
          && (host.startsWith(".")
              ? asked.host.endsWith(host) && asked.host.length() > host.length()
              : asked.host.equals(host))
          && asked.path.startsWith(path);
    }
  }

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException if an entry is no beginning of an address
   */
  static RedirectTargets parse(String text) {
    return text.isBlank()
        ? NONE
        : new RedirectTargets(
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(RedirectTargets::target)
                .toList());
  }

  private static Target target(String text) {
    boolean wild = text.contains("://*.");
    // With its star an address has no host by the rules; what stands behind it has.
    Target target =
        read(wild ? text.replaceFirst("://\\*\\.", "://") : text)
            .orElseThrow(() -> new IllegalArgumentException("not the beginning of an address"));
    if (text.indexOf('?') >= 0 || !target.path().endsWith("/")) {
      throw new IllegalArgumentException("a path that ends with a slash, and no query");
    }
    if (!wild) {
      return target;
    }
    if (target.host().indexOf('.') < 0) {
      throw new IllegalArgumentException("too many hosts");
    }
    return new Target(target.scheme(), "." + target.host(), target.port(), target.path());
  }

  /** Whether a caller may be sent there. */
  public boolean allow(String address) {
    return !targets.isEmpty()
        && read(address)
            .filter(asked -> targets.stream().anyMatch(target -> target.covers(asked)))
            .isPresent();
  }

  private static Optional<Target> read(String text) {
    if (text.length() > LONGEST
        || !CHARACTERS.matcher(text).matches()
        || DISGUISED.matcher(text.toLowerCase(Locale.ROOT)).find()) {
      return Optional.empty();
    }
    try {
      URI address = new URI(text);
      String scheme = lower(address.getScheme());
      String host = lower(address.getHost());
      String path = address.getRawPath() == null ? "" : address.getRawPath();
      boolean plain =
          (scheme.equals("https") || scheme.equals("http"))
              && address.getRawUserInfo() == null
              && HOST.matcher(host).matches()
              && path.startsWith("/")
              && !hasDots(path);
      int usualPort = scheme.equals("https") ? 443 : 80;
      int port = address.getPort() < 0 ? usualPort : address.getPort();
      return plain ? Optional.of(new Target(scheme, host, port, path)) : Optional.empty();
    } catch (URISyntaxException nonsense) {
      return Optional.empty();
    }
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static boolean hasDots(String path) {
    return Arrays.stream(path.split("/", -1))
        .anyMatch(part -> part.equals(".") || part.equals(".."));
  }
}
