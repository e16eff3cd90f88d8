package io.cameo.service.ops.frame;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.AuditTrail;
import java.util.Optional;

/** How a command's change gets its line in the audit log. */
public final class Changes {

  /** Whoever may run commands on this machine. */
  public static final Actor OPERATOR = new Actor("operator", Optional.empty(), Optional.empty());

  private Changes() {}

  /**
   * Writes the line, within the change's own transaction.
   *
   * @param action such as {@code limits}
   * @param words what is done, without anybody's name
   * @param subject whom it concerns, when it is one
   */
  public static void note(
      OpsContext context, String action, String words, Optional<String> subject) {
    context.part(AuditTrail.class).writeOperation(OPERATOR, action, words, subject);
  }
}
