package io.cameo.image.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A picture in memory, which may be made to break in the middle. */
final class Memory implements SeekableByteChannel {
  private final ByteBuffer bytes;
  private final int breaksAt;

  Memory(byte[] bytes) {
    this(bytes, Integer.MAX_VALUE);
  }

  Memory(byte[] bytes, int breaksAt) {
    this.bytes = ByteBuffer.wrap(bytes);
    this.breaksAt = breaksAt;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    if (bytes.position() >= breaksAt) {
      throw new IOException("the disk is gone");
    }
    if (!bytes.hasRemaining()) {
      return -1;
    }
    int n = Math.min(to.remaining(), bytes.remaining());
    to.put(bytes.slice(bytes.position(), n));
    bytes.position(bytes.position() + n);
    return n;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() {
    return bytes.position();
  }

  @Override
  public SeekableByteChannel position(long position) {
    bytes.position((int) Math.min(position, bytes.limit()));
    return this;
  }

  @Override
  public long size() {
    return bytes.limit();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
