package io.cameo.service.http;

import java.net.InetAddress;

/** A network in CIDR form; an address alone is a network of one. */
public final class Network {

  private final byte[] address;
  private final int bits;

  private Network(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /**
   * @throws IllegalArgumentException when it is none, or has bits beyond its length
   */
  public static Network parse(String text) {
    String[] parts = text.strip().split("/", -1);
    byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
    int all = address.length * 8;
    int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
    if (parts.length > 2 || bits < 0 || bits > all) {
      throw new IllegalArgumentException("not a network");
    }
    for (int i = bits; i < all; i++) {
      if (bit(address, i) != 0) {
        throw new IllegalArgumentException("an address in the network, not the network");
      }
    }
    return new Network(address, bits);
  }

  /** Whether the address lies in it; one of IPv4 in IPv6 form counts as one of IPv4. */
  boolean contains(InetAddress other) {
    byte[] bytes = other.getAddress();
    if (bytes.length != address.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      if (bit(bytes, i) != bit(address, i)) {
        return false;
      }
    }
    return true;
  }

  private static int bit(byte[] bytes, int index) {
    return bytes[index / 8] >> (7 - index % 8) & 1;
  }
}
