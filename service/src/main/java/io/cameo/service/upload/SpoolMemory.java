package io.cameo.service.upload;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A fixed amount of memory outside the heap for bodies of uploads, in chunks that are used again.
 * When it is used up, bodies go to disk: it makes the usual case cheap and bounds nothing else.
 */
final class SpoolMemory {

  static final int CHUNK = 512 * 1024;

  private final Semaphore free;
  private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

  SpoolMemory(long bytes) {
    this.free = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / CHUNK));
  }

  /** Room for a body of this length, if there is any now. */
  Optional<SeekableByteChannel> lease(long length) {
    int chunks = (int) ((length + CHUNK - 1) / CHUNK);
    if (length <= 0 || !free.tryAcquire(chunks)) {
      return Optional.empty();
    }
    List<ByteBuffer> leased = new ArrayList<>(chunks);
    try {
      for (int i = 0; i < chunks; i++) {
        ByteBuffer chunk = idle.poll();
        leased.add(chunk == null ? ByteBuffer.allocateDirect(CHUNK) : chunk);
      }
    } catch (OutOfMemoryError lessThanWasSet) {
      // The JVM grants less memory outside the heap than this was told: the body goes to disk.
      giveBack(leased, chunks);
      return Optional.empty();
    }
    return Optional.of(new Lease(leased));
  }

  private void giveBack(List<ByteBuffer> chunks, int permits) {
    idle.addAll(chunks);
    free.release(permits);
  }

  /** Chunks that nobody has. */
  int available() {
    return free.availablePermits();
  }

  /** A body in memory; its chunks go back when it is closed. One thread at a time. */
  private final class Lease implements SeekableByteChannel {

    private final List<ByteBuffer> chunks;
    private long position;
    private long size;
    private boolean open = true;

    Lease(List<ByteBuffer> chunks) {
      this.chunks = chunks;
    }

    @Override
    public int read(ByteBuffer into) throws ClosedChannelException {
      requireOpen();
      if (position >= size) {
        return -1;
      }
      int moved = 0;
      while (into.hasRemaining() && position < size) {
        int offset = (int) (position % CHUNK);
        int length = (int) Math.min(Math.min(into.remaining(), CHUNK - offset), size - position);
        into.put(into.position(), chunk(), offset, length);
        into.position(into.position() + length);
        position += length;
        moved += length;
      }
      return moved;
    }

    @Override
    public int write(ByteBuffer from) throws ClosedChannelException {
      requireOpen();
      int moved = 0;
      while (from.hasRemaining()) {
        if (position >= (long) chunks.size() * CHUNK) {
          throw new IllegalStateException("more arrived than was declared");
        }
        int offset = (int) (position % CHUNK);
        int length = Math.min(from.remaining(), CHUNK - offset);
        chunk().put(offset, from, from.position(), length);
        from.position(from.position() + length);
        position += length;
        moved += length;
      }
      size = Math.max(size, position);
      return moved;
    }

    private ByteBuffer chunk() {
      return chunks.get((int) (position / CHUNK));
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
      position = to;
      return this;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public SeekableByteChannel truncate(long length) {
      throw new UnsupportedOperationException("a body is written once");
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    private void requireOpen() throws ClosedChannelException {
      if (!open) {
        throw new ClosedChannelException();
      }
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        giveBack(chunks, chunks.size());
      }
    }
  }
}
