package io.cameo.service.observability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks through lines of a log, ours or another's, for what should not stand in one: whatever the
 * {@link Scrubber} would mask. It tells the kind and the line, never the secret itself.
 */
public final class LeakScan {

  /** A longer line is looked at in pieces, each with the end of the one before. */
  private static final int LONGEST = Scrubber.LONGEST;

  private static final int SHARED = 1_000;

  private static final String KNOWN = "secret of this environment";

  private final List<String> known;

  /**
   * Something that should not be there.
   *
   * @param kind such as {@code API key}
   * @param line its number, from 1
   */
  public record Finding(String kind, long line) {}

  private LeakScan(List<String> known) {
    this.known = known;
  }

  /** One that knows secrets by their form alone. */
  public static LeakScan byForm() {
    return new LeakScan(List.of());
  }

  /** One that also knows the secrets that a scrubber knows. */
  public static LeakScan of(Scrubber scrubber) {
    return new LeakScan(scrubber.known());
  }

  /** What stands in one line, each kind once. */
  public List<Finding> line(long number, String text) {
    String line = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    List<Finding> findings = new ArrayList<>();
    if (known.stream().anyMatch(line::contains)) {
      findings.add(new Finding(KNOWN, number));
    }
    for (Scrubber.Rule rule : Scrubber.rules()) {
      // A value that is masked already is left as it is.
      if (!rule.applied(line).equals(line)) {
        findings.add(new Finding(rule.kind(), number));
      }
    }
    return findings;
  }

  /**
   * Looks through all lines; the memory that it takes does not grow with them.
   *
   * @return how many lines there were
   */
  public long all(Reader lines, Consumer<Finding> findings) throws IOException {
    BufferedReader reader = new BufferedReader(lines);
    StringBuilder piece = new StringBuilder();
    Set<Finding> told = new HashSet<>();
    long number = 0;
    boolean open = false;
    for (int next = reader.read(); next >= 0; next = reader.read()) {
      if (!open) {
        open = true;
        number++;
      }
      if (next != '\n') {
        piece.append((char) next);
      }
      if (next == '\n' || piece.length() == LONGEST) {
        tell(number, piece, told, findings);
        piece.delete(0, Math.max(0, piece.length() - SHARED));
      }
      if (next == '\n') {
        piece.setLength(0);
        told.clear();
        open = false;
      }
    }
    if (open) {
      tell(number, piece, told, findings);
    }
    return number;
  }

  private void tell(
      long number, CharSequence piece, Set<Finding> told, Consumer<Finding> findings) {
    line(number, piece.toString()).stream().filter(told::add).forEach(findings);
  }
}
