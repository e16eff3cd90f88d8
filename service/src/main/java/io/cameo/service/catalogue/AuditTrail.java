package io.cameo.service.catalogue;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes who changed what, or was refused; never anything out of a picture. */
public final class AuditTrail {

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
   * Writes what was done that concerns no version: {@code limits}, {@code keys}, {@code token},
   * {@code identities}.
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
