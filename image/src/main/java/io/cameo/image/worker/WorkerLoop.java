package io.cameo.image.worker;

import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Refusal;
import io.cameo.image.Rendition;
import io.cameo.image.sandbox.Sandbox;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of a worker: prepare, open, warm up, lock in, say READY, then one picture after the
 * other.
 *
 * <p>Anything but a clean outcome ends the process: a picture that upset the engine once must not
 * meet the next user's picture in the same memory.
 */
final class WorkerLoop {
  /** As much as a pipe takes at once on Linux; larger heap buffers would only be copied whole. */
  private static final int CHUNK = 64 * 1024;

  private static final int MAX_TRACE = 12;

  private final FileChannel in;
  private final FileChannel out;
  private final WorkerLimits limits;

  private WorkerLoop(FileChannel in, FileChannel out, WorkerLimits limits) {
    this.in = in;
    this.out = out;
    this.limits = limits;
  }

  /** Opens the image engine; the first thing a worker does. */
  interface Opening {
    Renderer open() throws Exception;
  }

  /**
   * Runs a worker on the process's own pipes; never returns.
   *
   * <p>Standard output belongs to the frames from the first moment: whoever prints to {@code
   * System.out} afterwards prints to standard error.
   */
  static void run(WorkerLimits limits, Opening opening, Sandbox sandbox) {
    FileChannel in = new FileInputStream(FileDescriptor.in).getChannel();
    FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    new WorkerLoop(in, out, limits).live(opening, sandbox);
  }

  private void live(Opening opening, Sandbox sandbox) {
    try {
      sandbox.prepare();
    } catch (RuntimeException | LinkageError e) {
      throw exit(WorkerExit.NO_SANDBOX, e);
    }
    RequestFeed feed = new RequestFeed(in, limits.pictureBytes(), Runtime.getRuntime()::halt);
    new Thread(feed, "requests").start(); // from the start: it also hears that nobody is there
    long begun = System.nanoTime();
    Renderer renderer;
    try {
      renderer = opening.open();
      renderer.warmUp();
    } catch (Throwable t) {
      throw exit(WorkerExit.NOT_STARTED, t);
    }
    int warmUp = (int) ((System.nanoTime() - begun) / 1_000_000);
    try {
      // What locking in would forbid to load has to be loaded by then.
      ReplyCodec.decode(rehearsal());
      long pid = ProcessHandle.current().pid();
      List<String> layers = new ArrayList<>(renderer.layers());
      layers.addAll(sandbox.install());
      sandbox.nextPicture();
      send(new Ready(pid, renderer.version(), warmUp, layers).encode());
    } catch (IOException e) {
      throw exit(WorkerExit.OUTPUT_LOST, e);
    } catch (RuntimeException | LinkageError e) {
      throw exit(WorkerExit.NO_SANDBOX, e);
    }
    serve(feed, renderer, sandbox);
  }

  private void serve(RequestFeed feed, Renderer renderer, Sandbox sandbox) {
    while (true) {
      Outcome outcome;
      RequestFeed.Request request;
      try {
        request = feed.take();
        sandbox.nextPicture();
        outcome = renderer.render(request.picture(), request.recipe());
      } catch (OutOfMemoryError e) {
        throw exit(WorkerExit.OUT_OF_JAVA_MEMORY, e);
      } catch (Throwable t) {
        throw exit(WorkerExit.RENDERER_FAILED, t);
      }
      feed.release();
      try {
        reply(request.id(), outcome);
      } catch (IOException e) {
        throw exit(WorkerExit.OUTPUT_LOST, e);
      } catch (RuntimeException e) {
        throw exit(WorkerExit.RENDERER_FAILED, e);
      }
    }
  }

  private void reply(long id, Outcome outcome) throws IOException {
    List<Rendition> renditions =
        switch (outcome) {
          case Rendered rendered -> rendered.renditions();
          case Refused _ -> List.of();
        };
    long total = renditions.stream().mapToLong(one -> one.bytes().length).sum();
    if (total > limits.replyBytes()) {
      throw new IllegalStateException("renditions of " + total + " bytes together");
    }
    send(ReplyCodec.encode(id, outcome));
    for (Rendition one : renditions) {
      send(ByteBuffer.wrap(one.bytes()));
    }
  }

  private void send(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + CHUNK));
      out.write(bytes);
    }
  }

  private static ByteBuffer rehearsal() {
    Outcome refusal = new Refused(Refusal.BAD_CROP, "rehearsal");
    ByteBuffer frame = ReplyCodec.encode(0, refusal);
    return frame.position(FrameHeader.BYTES).slice();
  }

  /** Ends the process, with the first lines of the cause on standard error; never returns. */
  private static IllegalStateException exit(WorkerExit why, Throwable cause) {
    try {
      System.err.println("The worker ends (" + why.word() + "): " + cause);
      StackTraceElement[] trace = cause.getStackTrace();
      for (int i = 0; i < Math.min(trace.length, MAX_TRACE); i++) {
        System.err.println("  at " + trace[i]);
      }
    } finally {
      Runtime.getRuntime().halt(why.code());
    }
    return new IllegalStateException(cause);
  }
}
