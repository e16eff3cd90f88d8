package io.cameo.service.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between the service and a server, on which the N-th thing that is sent breaks. It
 * knows no protocol, so what breaks is real: the client's own time-outs and retries meet it.
 */
final class FaultyWire implements AutoCloseable {

  /** How something that is sent breaks. */
  enum Kind {
    /** The connection ends, and the server has not heard it. */
    CUT_BEFORE,
    /** The server hears it, and the connection ends before its answer arrives. */
    CUT_AFTER,
    /** Nobody hears it, and nothing ends. */
    HANG_BEFORE,
    /** The server hears it, and its answer never arrives. */
    HANG_AFTER,
    /** This and all that follows ends its connection, until the wire is healed. */
    OUTAGE,
    /** This and all that follows meets silence, until the wire is healed. */
    SILENCE
  }

  private final InetSocketAddress server;
  private final ServerSocket listening;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private Optional<Kind> kind = Optional.empty();
  private int victim;
  private int sent;

  FaultyWire(String host, int port) {
    this.server = new InetSocketAddress(host, port);
    try {
      this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /**
   * From now on counts what is sent to the server, and breaks one.
   *
   * @param number which one, from 1
   */
  synchronized void arm(Kind how, int number) {
    kind = Optional.of(how);
    victim = number;
    sent = 0;
  }

  /** Whether the one that breaks was sent. */
  synchronized boolean reached() {
    return sent >= victim;
  }

  /** From now on all is well; what hangs is ended. */
  void heal() {
    synchronized (this) {
      kind = Optional.empty();
    }
    lines.stream().filter(line -> line.mute).forEach(Line::end);
  }

  private synchronized Optional<Kind> next() {
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    sent++;
    boolean lasting = kind.get() == Kind.OUTAGE || kind.get() == Kind.SILENCE;
    return sent == victim || (lasting && sent > victim) ? kind : Optional.empty();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> new Line(client).carry());
      } catch (IOException over) {
        return;
      }
    }
  }

  /** One connection. */
  private final class Line {

    private final Socket client;
    private final Socket upstream = new Socket();

    /** The client hears nothing any more. */
    private volatile boolean mute;

    /** The client's connection ends with the server's next word. */
    private volatile boolean lastWord;

    Line(Socket client) {
      this.client = client;
    }

    void carry() {
      lines.add(this);
      try {
        client.setTcpNoDelay(true);
        upstream.connect(server, 5_000);
        upstream.setTcpNoDelay(true);
        Thread.ofVirtual().start(this::answers);
        asks();
      } catch (IOException over) {
        // One of both has left.
      } finally {
        end();
        lines.remove(this);
      }
    }

    private void asks() throws IOException {
      InputStream in = client.getInputStream();
      OutputStream out = upstream.getOutputStream();
      byte[] buffer = new byte[65_536];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        byte[] words = Arrays.copyOf(buffer, length);
        Optional<Kind> fault = mute ? Optional.of(Kind.HANG_BEFORE) : next();
        if (fault.isEmpty()) {
          out.write(words);
          continue;
        }
        switch (fault.get()) {
          case CUT_BEFORE, OUTAGE -> {
            return;
          }
          case CUT_AFTER -> {
            lastWord = true;
            out.write(words);
          }
          case HANG_BEFORE, SILENCE -> mute = true;
          case HANG_AFTER -> {
            mute = true;
            out.write(words);
          }
        }
      }
    }

    private void answers() {
      byte[] buffer = new byte[65_536];
      try {
        InputStream in = upstream.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          if (lastWord) {
            end();
          } else if (!mute) {
            out.write(buffer, 0, length);
          }
        }
        if (!mute) {
          end();
        }
      } catch (IOException over) {
        end();
      }
    }

    void end() {
      try (client;
          upstream) {
        client.setSoLinger(true, 0);
      } catch (IOException ended) {
        // It has ended already.
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    lines.forEach(Line::end);
  }
}
