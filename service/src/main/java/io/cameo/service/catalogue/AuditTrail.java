package io.cameo.service.catalogue;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes who changed what, or was refused; never anything out of a picture. */
public final class AuditTrail {

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  /** What operators do, which is seldom: it stands in the log as well, for who watches that. */
  private static final Set<String> LOGGED =
      Set.of("keys", "limits", "switch", "maintenance", "notify", "rollback");

  private final JdbcClient sql;

  AuditTrail(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * @param action what was asked: {@code upload}, {@code ticket}, {@code revert}, {@code delete},
   *     {@code erase}, {@code scan}
   * @param outcome {@code done}, or the code of the refusal
   */
  public void write(
      Actor actor, String action, String outcome, String subject, Optional<VersionId> version) {
    sql.sql(
            """
            insert into audit (action, outcome, actor, subject, version, address, request_id)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .param(action)
        .param(outcome)
        .param(actor.name())
        .param(subject)
        .param(version.map(VersionId::value).orElse(null))
        .param(actor.address().orElse(null))
        .param(actor.requestId().orElse(null))
        .update();
  }

  /**
   * Writes what was done that concerns no version: {@code limits}, {@code keys}, {@code switch},
   * {@code maintenance}, {@code token}, {@code identities}. What changes how the service runs is
   * logged as well, once it is committed.
   *
   * @param outcome what it came to, without anybody's name
   * @param subject whom it concerns, when it is one
   */
  public void writeOperation(Actor actor, String action, String outcome, Optional<String> subject) {
    sql.sql(
            """
            insert into audit (action, outcome, actor, subject, address, request_id)
            values (?, ?, ?, ?, ?, ?)
            """)
        .param(action)
        .param(outcome)
        .param(actor.name())
        .param(subject.orElse(null))
        .param(actor.address().orElse(null))
        .param(actor.requestId().orElse(null))
        .update();
    if (LOGGED.contains(action)) {
      logWhenCommitted(actor.name(), action, outcome);
    }
  }

  private static void logWhenCommitted(String actor, String action, String outcome) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      log(actor, action, outcome);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            log(actor, action, outcome);
          }
        });
  }

  /** Without the reason behind a colon, in which an operator may speak of somebody. */
  private static void log(String actor, String action, String outcome) {
    LOG.atInfo()
        .addKeyValue("event.kind", "event")
        .addKeyValue("event.category", "configuration")
        .addKeyValue("event.action", action)
        .log("{} by {}: {}", action, actor, outcome.split(": ", 2)[0]);
  }

  /** Writes that a subject was erased, by the certificate's name instead of the subject's. */
  void writeErasure(Actor actor, UUID certificate) {
    sql.sql(
            """
            insert into audit (action, outcome, actor, version, request_id)
            values ('erase', 'done', ?, ?, ?)
            """)
        .param(actor.name())
        .param(certificate)
        .param(actor.requestId().orElse(null))
        .update();
  }

  /** Takes the subject's name out of all its lines; they stay for the record. */
  void forget(String subject) {
    sql.sql("update audit set subject = null, address = null where subject = ?")
        .param(subject)
        .update();
  }
}
