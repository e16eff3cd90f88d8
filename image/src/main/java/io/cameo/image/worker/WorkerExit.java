package io.cameo.image.worker;

/**
 * Why a worker ended: the vocabulary of logs and metrics.
 *
 * <p>A worker that ended by itself is named by its exit code (128 plus the number of the signal
 * when a signal ended it); one that the supervisor ended is named by the supervisor's reason.
 */
public enum WorkerExit {
  /** It left as it should: its input was closed between two pictures. */
  FINISHED(0, "finished"),
  /** A fault in native code (SIGSEGV, SIGBUS, SIGILL, SIGFPE), or in the JVM itself, ends it so. */
  CRASHED(1, "crashed"),
  /** The Java heap or the direct memory did not suffice. */
  OUT_OF_JAVA_MEMORY(3, "out-of-java-memory"),
  /** Started with arguments that it does not understand. */
  BAD_ARGUMENTS(64, "bad-arguments"),
  /** It could not read a request of the supervisor. */
  BAD_REQUEST(65, "bad-request"),
  /** The image engine could not be opened or warmed up. */
  NOT_STARTED(69, "not-started"),
  /** The image engine failed in a way that is not a refusal. */
  RENDERER_FAILED(70, "renderer-failed"),
  /** The sandbox could not be installed. */
  NO_SANDBOX(71, "no-sandbox"),
  /** It could not write its answer. */
  OUTPUT_LOST(74, "output-lost"),

  /** SIGABRT: native code found itself in a state that it does not go on from. */
  ABORTED(134, "aborted"),
  /** SIGKILL by somebody else: most often the system was out of memory. */
  KILLED(137, "killed"),
  /** SIGSEGV outside the JVM's care: before it is up, or in a launcher. */
  SEGMENTATION_FAULT(139, "segmentation-fault"),
  /** SIGTERM by somebody else. */
  TERMINATED(143, "terminated"),
  /** SIGXCPU: more processor time than any picture may have, or than any worker in its life. */
  CPU_LIMIT(152, "cpu-limit"),
  /** SIGXFSZ. */
  FILE_SIZE_LIMIT(153, "file-size-limit"),
  /** SIGSYS: a system call that the sandbox forbids. */
  FORBIDDEN_SYSCALL(159, "forbidden-syscall"),
  /** Any other exit code. */
  UNKNOWN(-1, "unknown"),

  /** Killed: it was not ready in time. */
  START_TIMEOUT(-1, "start-timeout"),
  /** Killed: one picture took longer than any picture may. */
  DEADLINE(-1, "deadline"),
  /** Killed: it said something that the protocol does not allow. */
  PROTOCOL_ERROR(-1, "protocol-error"),
  /** Killed: it delivered something else than what was asked for. */
  BAD_OUTPUT(-1, "bad-output"),
  /** Killed: the picture could not be read to its end, so the request was never whole. */
  REQUEST_ABORTED(-1, "request-aborted"),
  /** Killed: the supervisor itself failed while it worked with this process. */
  SUPERVISOR_FAILED(-1, "supervisor-failed"),
  /** Sent away after its share of pictures or of time. */
  RECYCLED(-1, "recycled"),
  /** Sent away because the pool was closed. */
  CLOSED(-1, "closed");

  private final int code;
  private final String word;

  WorkerExit(int code, String word) {
    this.code = code;
    this.word = word;
  }

  /** The exit code that stands for this, or -1 where none does. */
  public int code() {
    return code;
  }

  /** The stable word for logs and metrics, such as {@code segmentation-fault}. */
  public String word() {
    return word;
  }

  /** The word for a worker that ended by itself. */
  public static WorkerExit ofCode(int code) {
    if (code >= 0) {
      for (WorkerExit exit : values()) {
        if (exit.code == code) {
          return exit;
        }
      }
    }
    return UNKNOWN;
  }
}
