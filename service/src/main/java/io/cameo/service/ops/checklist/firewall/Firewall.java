package io.cameo.service.ops.checklist.firewall;

import java.util.List;

/**
 * What a web ACL does about callers who upload too often.
 *
 * @param name of the ACL
 * @param placed whether it stands before anything
 * @param limits its rules that look at how often somebody asks, in the order of their priority
 */
public record Firewall(String name, boolean placed, List<Limit> limits) {

  public Firewall {
    limits = List.copyOf(limits);
  }

  /**
   * A rule that looks at how often somebody asks.
   *
   * @param rule its name
   * @param most what it lets through, in words
   * @param blocks whether it refuses the rest; else it counts, or asks for a riddle
   * @param open uploads that it does not see for certain, such as {@code PUT /v1/avatars/…}
   */
  public record Limit(String rule, String most, boolean blocks, List<String> open) {

    public Limit {
      open = List.copyOf(open);
    }
  }
}
