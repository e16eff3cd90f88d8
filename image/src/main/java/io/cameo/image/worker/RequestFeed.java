package io.cameo.image.worker;

import io.cameo.image.Recipe;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.function.IntConsumer;

/**
 * The worker's ear: a thread of its own that reads requests, one at a time, and ends the process
 * the moment the pipe is closed, even while a picture is being rendered. So a supervisor that dies
 * by {@code kill -9} leaves no worker behind, not even one that hangs.
 */
final class RequestFeed implements Runnable {
  private static final int FIRST_BUFFER = 1 << 20;

  private final ReadableByteChannel in;
  private final int maxPicture;
  private final IntConsumer exit;
  private final ByteBuffer header = ByteBuffer.allocateDirect(FrameHeader.BYTES);
  private final Semaphore bufferIsFree = new Semaphore(1);
  private final SynchronousQueue<Request> next = new SynchronousQueue<>();
  private ByteBuffer picture;

  /**
   * @param exit ends the process with a code; does not return
   */
  RequestFeed(ReadableByteChannel in, int maxPicture, IntConsumer exit) {
    this.in = in;
    this.maxPicture = maxPicture;
    this.exit = exit;
    this.picture = ByteBuffer.allocateDirect(Math.min(FIRST_BUFFER, maxPicture));
  }

  /** One request; its picture's buffer is the feed's and is used again after {@link #release}. */
  record Request(long id, Recipe recipe, ByteBuffer picture) {}

  /** Waits for the next request. */
  Request take() throws InterruptedException {
    return next.take();
  }

  /** Gives the picture's buffer back. */
  void release() {
    bufferIsFree.release();
  }

  @Override
  public void run() {
    try {
      while (fillFirst(header.clear())) {
        FrameHeader frame = FrameHeader.read(header.flip(), FrameHeader.REQUEST, maxPicture);
        bufferIsFree.acquire();
        ByteBuffer head = ByteBuffer.allocate(frame.headLength());
        fill(head);
        Recipe recipe = RequestCodec.decode(head.flip());
        ByteBuffer bytes = bufferOf(frame.payloadLength());
        fill(bytes);
        next.put(new Request(frame.id(), recipe, bytes.flip()));
      }
      exit.accept(WorkerExit.FINISHED.code());
    } catch (OutOfMemoryError e) {
      exit.accept(WorkerExit.OUT_OF_JAVA_MEMORY.code());
    } catch (IOException | InterruptedException | RuntimeException e) {
      System.err.println("The request could not be read: " + e);
      exit.accept(WorkerExit.BAD_REQUEST.code());
    }
  }

  /** A view of exactly so many bytes at the start of the buffer, which grows by doubling. */
  private ByteBuffer bufferOf(int length) {
    if (picture.capacity() < length) {
      int doubled = Integer.highestOneBit(length - 1) << 1;
      picture = ByteBuffer.allocateDirect(0); // the old one may go before the new one comes
      picture = ByteBuffer.allocateDirect(Math.min(doubled, maxPicture));
    }
    return picture.slice(0, length);
  }

  /** Fills the buffer; false when the pipe was closed before its first byte. */
  private boolean fillFirst(ByteBuffer buffer) throws IOException {
    if (in.read(buffer) < 0) {
      return false;
    }
    fill(buffer);
    return true;
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new EOFException("the pipe was closed within a request");
      }
    }
  }
}
