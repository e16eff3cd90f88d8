package io.cameo.service.ops.importing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * Which network addresses a picture may be fetched from. The ranges are those of IANA's registries
 * of special-purpose addresses; of IPv6 only global unicast is public, without what carries an IPv4
 * address inside.
 */
final class NetworkRules {

  private record Range(int address, int bits) {
    static Range of(int a, int b, int c, int d, int bits) {
      return new Range((a << 24) | (b << 16) | (c << 8) | d, bits);
    }

    boolean contains(int other) {
      return (address ^ other) >>> (32 - bits) == 0;
    }
  }

  /**
   * Never a server's own address, or one at which a cloud answers a machine with its credentials:
   * link-local ones nearly everywhere, and those of Alibaba, Azure and Oracle besides.
   */
  private static final List<Range> NEVER =
      List.of(
          Range.of(0, 0, 0, 0, 8),
          Range.of(169, 254, 0, 0, 16),
          Range.of(100, 100, 100, 200, 32),
          Range.of(168, 63, 129, 16, 32),
          Range.of(192, 0, 0, 192, 32),
          Range.of(224, 0, 0, 0, 4),
          Range.of(240, 0, 0, 0, 4));

  private static final List<Range> SPECIAL =
      List.of(
          Range.of(10, 0, 0, 0, 8),
          Range.of(100, 64, 0, 0, 10),
          Range.of(127, 0, 0, 0, 8),
          Range.of(172, 16, 0, 0, 12),
          Range.of(192, 0, 0, 0, 24),
          Range.of(192, 0, 2, 0, 24),
          Range.of(192, 88, 99, 0, 24),
          Range.of(192, 168, 0, 0, 16),
          Range.of(198, 18, 0, 0, 15),
          Range.of(198, 51, 100, 0, 24),
          Range.of(203, 0, 113, 0, 24));

  /** The same of IPv6: AWS (and its credentials of pods), Google, Oracle, Scaleway. */
  private static final Set<InetAddress> CLOUDS =
      Set.of(
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("fd00:ec2::23"),
          InetAddress.ofLiteral("fd20:ce::254"),
          InetAddress.ofLiteral("fd00:c1::a9fe:a9fe"),
          InetAddress.ofLiteral("fd00:42::42"));

  private final boolean allowPrivate;

  /**
   * @param allowPrivate whether addresses of internal networks and of this host are allowed too
   */
  NetworkRules(boolean allowPrivate) {
    this.allowPrivate = allowPrivate;
  }

  boolean allows(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> allows(number(four.getAddress(), 0));
      case Inet6Address six -> allowsSix(six);
      default -> false;
    };
  }

  private boolean allows(int four) {
    return NEVER.stream().noneMatch(range -> range.contains(four))
        && (allowPrivate || SPECIAL.stream().noneMatch(range -> range.contains(four)));
  }

  private boolean allowsSix(Inet6Address six) {
    byte[] bytes = six.getAddress();
    if (isPublic(bytes)) {
      return true;
    }
    boolean internal = (bytes[0] & 0xfe) == 0xfc && !CLOUDS.contains(six);
    return allowPrivate && (internal || six.isLoopbackAddress());
  }

  private static boolean isPublic(byte[] bytes) {
    int first = number(bytes, 0) >>> 16;
    int second = number(bytes, 0) & 0xffff;
    boolean globalUnicast = first >>> 13 == 1;
    boolean protocols = first == 0x2001 && second < 0x0200;
    boolean documentation =
        first == 0x2001 && second == 0x0db8 || first == 0x3fff && second < 0x1000;
    boolean sixToFour = first == 0x2002;
    int interfaceId = number(bytes, 8);
    boolean isatap = (interfaceId & 0xfdffffff) == 0x00005efe;
    return globalUnicast && !protocols && !documentation && !sixToFour && !isatap;
  }

  private static int number(byte[] bytes, int from) {
    return (bytes[from] & 0xff) << 24
        | (bytes[from + 1] & 0xff) << 16
        | (bytes[from + 2] & 0xff) << 8
        | bytes[from + 3] & 0xff;
  }
}
