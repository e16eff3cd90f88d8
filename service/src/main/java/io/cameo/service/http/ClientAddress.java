package io.cameo.service.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out where a request comes from when proxies stand before the service. Every proxy adds the
 * address it was called from at the right end of a header; what stands further left may be invented
 * by the caller. So the header is read from the right, for as long as the addresses are those of
 * trusted proxies, and only when the connection itself comes from one.
 */
final class ClientAddress {

  /** More proxies than these are not followed. */
  private static final int LONGEST = 50;

  private final ProxySettings settings;

  ClientAddress(ProxySettings settings) {
    this.settings = settings;
  }

  /** The caller's address, or that of the last proxy that did not say who called it. */
  String of(HttpServletRequest request) {
    String peer = request.getRemoteAddr();
    Optional<InetAddress> known = address(peer);
    if (known.isEmpty() || !isTrusted(known.get())) {
      return peer;
    }
    String last = peer;
    for (String hop : hops(request).reversed().stream().limit(LONGEST).toList()) {
      Optional<InetAddress> address = address(hop);
      if (address.isEmpty()) {
        return last;
      }
      last = address.get().getHostAddress();
      if (!isTrusted(address.get())) {
        return last;
      }
    }
    return last;
  }

  private boolean isTrusted(InetAddress address) {
    return settings.trusted().stream().anyMatch(network -> network.contains(address));
  }

  /** The entries of all lines of the header, from left to right. */
  private List<String> hops(HttpServletRequest request) {
    List<String> hops = new ArrayList<>();
    for (String line : Collections.list(request.getHeaders(settings.field().header()))) {
      for (String entry : line.split(",", -1)) {
        hops.add(
            settings.field() == ProxySettings.Field.FORWARDED
                ? forParameter(entry)
                : entry.strip());
      }
    }
    return hops;
  }

  /** The value of {@code for} in an element of Forwarded; empty when it has none. */
  private static String forParameter(String element) {
    for (String pair : element.split(";", -1)) {
      String[] parts = pair.strip().split("=", 2);
      if (parts.length == 2 && parts[0].strip().toLowerCase(Locale.ROOT).equals("for")) {
        return parts[1].strip().replace("\"", "");
      }
    }
    return "";
  }

  /** An address, with or without brackets and a port; names are not looked up. */
  private static Optional<InetAddress> address(String text) {
    String bare = text;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      bare = end < 0 ? "" : text.substring(1, end);
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      bare = text.substring(0, text.indexOf(':'));
    }
    int zone = bare.indexOf('%');
    try {
      return Optional.of(InetAddress.ofLiteral(zone < 0 ? bare : bare.substring(0, zone)));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }
}
