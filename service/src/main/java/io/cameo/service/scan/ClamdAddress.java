package io.cameo.service.scan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where clamd listens. */
public sealed interface ClamdAddress {

  /** The form of an address in a setting. */
  String FORM = "tcp://host:port or unix:/absolute/path";

  /** A port of a host, whose name is looked up at every connection. */
  record Tcp(String host, int port) implements ClamdAddress {
    @Override
    public SocketAddress resolve() {
      return new InetSocketAddress(host, port);
    }

    @Override
    public SocketChannel open() throws IOException {
      // The last piece of a stream is four bytes, which must not wait for company.
      return SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    @Override
    public String toString() {
      return "tcp://" + host + ":" + port;
    }
  }

  /** A Unix socket of this machine. */
  record Unix(Path path) implements ClamdAddress {
    @Override
    public SocketAddress resolve() {
      return UnixDomainSocketAddress.of(path);
    }

    @Override
    public SocketChannel open() throws IOException {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** The address to connect to now. */
  SocketAddress resolve();

  /** A channel that can be connected to it. */
  SocketChannel open() throws IOException;

  /**
   * @throws IllegalArgumentException when it is not of the {@link #FORM}
   */
  static ClamdAddress parse(String text) {
    if (text.startsWith("unix:/")) {
      return new Unix(Path.of(text.substring("unix:".length())));
    }
    URI address = URI.create(text);
    if (!"tcp".equals(address.getScheme())
        || address.getHost() == null
        || !address.getRawPath().isEmpty()
        || address.getRawQuery() != null
        || address.getRawFragment() != null
        || address.getPort() < 1
        || address.getPort() > 65_535
        || address.getRawUserInfo() != null) {
      throw new IllegalArgumentException("not such an address");
    }
    String host = address.getHost();
    return new Tcp(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host, address.getPort());
  }
}
