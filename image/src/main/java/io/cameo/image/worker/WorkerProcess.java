package io.cameo.image.worker;

import io.cameo.image.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One worker as the supervisor holds it: a process and its three pipes.
 *
 * <p>One thread at a time talks to it; {@link #end} may be called by any thread at any time, and is
 * what makes a blocked conversation end.
 */
final class WorkerProcess {
  private static final long LEAVE_MILLIS = 1_000;
  private static final long DEATH_MILLIS = 3_000;

  private final Process process;
  private final OutputStream in;
  private final ReplyReader out;
  private final WorkerListener listener;
  private final AtomicReference<@Nullable WorkerExit> why = new AtomicReference<>();
  private final AtomicBoolean buried = new AtomicBoolean();
  final long bornAt = System.nanoTime();

  WorkerProcess(Process process, int maxReply, OutputCheck outputs, WorkerListener listener) {
    this.process = process;
    this.in = process.getOutputStream();
    this.out = new ReplyReader(process.getInputStream(), maxReply, outputs);
    this.listener = listener;
  }

  /** The request never began to leave: another worker may have it. */
  static final class NothingSentException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The picture could not be read to its end, so the worker has half a request. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final IOException reason;

    UnreadableException(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  InputStream stderr() {
    return process.getErrorStream();
  }

  void whenDead(Runnable action) {
    var _ = process.onExit().thenRun(action);
  }

  /** Waits for READY; the first thing to do with a new worker. */
  Ready awaitReady() throws IOException {
    return out.ready();
  }

  /**
   * Sends one picture and reads what became of it.
   *
   * @param buffer for copying, on the heap: a process's pipe takes arrays only
   * @throws WireException when the worker answered nonsense
   * @throws IOException when the worker is gone
   */
  Outcome exchange(long id, Job job, byte[] buffer)
      throws IOException, NothingSentException, UnreadableException {
    open(RequestCodec.encode(id, job.recipe, job.length));
    send(job, buffer);
    Outcome outcome = out.reply(id, job.recipe);
    if (out.hasMore()) {
      throw new WireException("bytes after the reply");
    }
    return outcome;
  }

  /**
   * Sends the first bytes, in one write that is smaller than what a pipe takes at once: they leave
   * as a whole or not at all.
   */
  private void open(ByteBuffer beginning) throws NothingSentException {
    byte[] bytes = new byte[beginning.remaining()];
    beginning.get(bytes);
    try {
      if (out.hasMore()) {
        end(WorkerExit.PROTOCOL_ERROR); // it said something that nobody asked for
      } else if (process.isAlive()) {
        // Asked first because the JDK swallows what is written to a process that it knows is dead.
        in.write(bytes);
        in.flush();
        return;
      }
    } catch (IOException _) {
      // The pipe is broken: the worker died between two pictures.
    }
    throw new NothingSentException();
  }

  private void send(Job job, byte[] buffer) throws IOException, UnreadableException {
    ByteBuffer piece = ByteBuffer.wrap(buffer);
    int left = job.length;
    while (left > 0) {
      piece.clear().limit(Math.min(left, buffer.length));
      int n = read(job, piece);
      in.write(buffer, 0, n);
      left -= n;
    }
    in.flush();
  }

  private static int read(Job job, ByteBuffer buffer) throws UnreadableException {
    try {
      int n = job.picture.read(buffer);
      if (n <= 0) {
        throw new IOException("The picture has fewer bytes than were announced.");
      }
      return n;
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  /** Kills the process and what it may have started; the first reason given is the one kept. */
  void end(WorkerExit reason) {
    why.compareAndSet(null, reason);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Sends the process away by closing its input, and kills it when it does not go. */
  void leave(WorkerExit reason) {
    why.compareAndSet(null, reason);
    try {
      in.close();
    } catch (IOException _) {
      // It is gone already.
    }
    if (!waitFor(LEAVE_MILLIS)) {
      end(reason);
    }
    bury();
  }

  /**
   * Finds out why a worker, whose pipe is broken, is gone; kills it when it is not.
   *
   * @return the reason, final once the process is dead
   */
  WorkerExit autopsy() {
    if (why.get() == null && !waitFor(DEATH_MILLIS)) {
      end(WorkerExit.PROTOCOL_ERROR);
    }
    waitFor(DEATH_MILLIS);
    return exit();
  }

  /** Waits for the end of a worker that has been ended, and reports it, once. */
  void bury() {
    WorkerExit exit = autopsy();
    if (buried.compareAndSet(false, true)) {
      listener.workerExited(pid(), exit, process.isAlive() ? -1 : process.exitValue());
    }
  }

  private WorkerExit exit() {
    WorkerExit reason = why.get();
    if (reason != null) {
      return reason;
    }
    return process.isAlive() ? WorkerExit.UNKNOWN : WorkerExit.ofCode(process.exitValue());
  }

  private boolean waitFor(long millis) {
    boolean interrupted = Thread.interrupted();
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
