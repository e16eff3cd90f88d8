package io.cameo.service.limits;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * What addresses are counted together: one of IPv4, and of IPv6 the 64 bits that name a network,
 * because whoever has one address of it has all.
 */
final class AddressKey {

  private AddressKey() {}

  /** The key of an address, or empty when the text is none; asks no name server. */
  static Optional<String> of(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      if (parsed instanceof Inet4Address) {
        return Optional.of(parsed.getHostAddress());
      }
      byte[] network = Arrays.copyOf(Arrays.copyOf(parsed.getAddress(), 8), 16);
      return Optional.of(InetAddress.getByAddress(network).getHostAddress() + "/64");
    } catch (IllegalArgumentException | java.net.UnknownHostException notAnAddress) {
      return text.endsWith("/64") ? of(text.substring(0, text.length() - 3)) : Optional.empty();
    }
  }
}
