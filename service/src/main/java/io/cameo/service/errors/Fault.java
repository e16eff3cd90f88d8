package io.cameo.service.errors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fault of ours as a tracker may see it: which exceptions, where in the code, and the id by which
 * the log has the rest. What an exception says is not in it: that may be a user's name, a file's or
 * an address, and no form tells. Only the JDK's own words on code are kept.
 *
 * @param logger who logged it
 * @param words the log line as it stands in the code, without what was put into it; empty for lines
 *     of libraries
 * @param causes the exception and its causes, the outermost first
 */
record Fault(String logger, String words, List<Cause> causes, Optional<String> requestId) {

  private static final int MOST_CAUSES = 8;
  private static final int MOST_FRAMES = 80;
  private static final int LONGEST = 300;
  private static final String OURS = "io.cameo.";

  /** Their messages are made by the JVM, of names in the code and of numbers. */
  private static final Set<Class<? extends Throwable>> ABOUT_CODE =
      Set.of(
          NullPointerException.class,
          ClassCastException.class,
          ArithmeticException.class,
          ArrayIndexOutOfBoundsException.class,
          NegativeArraySizeException.class,
          OutOfMemoryError.class,
          StackOverflowError.class);

  /**
   * One exception.
   *
   * @param words what it says, when that is about code
   */
  record Cause(String type, String words, List<StackTraceElement> frames) {}

  static Fault of(String logger, String template, Throwable thrown, Optional<String> requestId) {
    List<Cause> causes = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable one = thrown;
        one != null && seen.add(one) && causes.size() < MOST_CAUSES;
        one = one.getCause()) {
      StackTraceElement[] frames = one.getStackTrace();
      causes.add(
          new Cause(
              one.getClass().getName(),
              words(one),
              List.copyOf(Arrays.asList(frames).subList(0, Math.min(frames.length, MOST_FRAMES)))));
    }
    return new Fault(
        logger, logger.startsWith(OURS) ? shortened(template) : "", List.copyOf(causes), requestId);
  }

  private static String words(Throwable one) {
    String message = one.getMessage();
    return message != null && ABOUT_CODE.contains(one.getClass()) ? shortened(message) : "";
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  /** What is the same for faults of one cause, wherever they come from. */
  String group() {
    Cause innermost = causes.getLast();
    String place =
        causes.stream()
            .flatMap(cause -> cause.frames().stream())
            .filter(frame -> frame.getClassName().startsWith(OURS))
            .findFirst()
            .map(frame -> frame.getClassName() + "." + frame.getMethodName())
            .orElse("elsewhere");
    return innermost.type() + " at " + place + " (" + logger + ")";
  }
}
