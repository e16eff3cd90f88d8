package io.cameo.service.ops.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRulesTest {

  private static final NetworkRules PUBLIC = new NetworkRules(false);
  private static final NetworkRules INTERNAL = new NetworkRules(true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.216.34",
        "1.1.1.1",
        "172.32.0.1",
        "100.128.0.1",
        "198.17.255.255",
        "192.0.1.1",
        "168.63.129.17",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001:81b::2004",
        "2001:200::1"
      })
  void allowsPublicAddresses(String address) throws UnknownHostException {
    assertThat(PUBLIC.allows(InetAddress.getByName(address))).isTrue();
    assertThat(INTERNAL.allows(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.7", "203.0.113.9", "::1", "::ffff:127.0.0.1", "fd12:3456::1",
        "fc00::1", "100.100.100.201", "192.0.0.193", "fd00:ec2::255"
      })
  void allowsInternalAddressesOnlyWhenToldTo(String address) throws UnknownHostException {
    assertThat(PUBLIC.allows(InetAddress.getByName(address))).isFalse();
    assertThat(INTERNAL.allows(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1",
        "ff02::1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fd00:c1::a9fe:a9fe",
        "fd00:42::42",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "3fff:123::1",
        "100::1",
        "2606:4700::5efe:7f00:1",
        "2606:4700::200:5efe:a00:1",
        "::127.0.0.1",
        "fec0::1"
      })
  void neverAllowsWhatNoPictureComesFrom(String address) throws UnknownHostException {
    assertThat(PUBLIC.allows(InetAddress.getByName(address))).isFalse();
    assertThat(INTERNAL.allows(InetAddress.getByName(address))).isFalse();
  }
}
