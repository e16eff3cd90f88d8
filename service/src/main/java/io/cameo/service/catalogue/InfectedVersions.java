package io.cameo.service.catalogue;

import io.cameo.service.database.ChangeBus;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes versions out of delivery in which a scan found something after they had been published.
 * Nothing brings such a version back: not its subject, not a retry. Its objects stay unreachable
 * for the grace time, so that the operator can look at what was found, and an erasure of the
 * subject ends that time.
 */
public final class InfectedVersions {

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final AuditTrail audit;
  private final CatalogueSettings settings;
  private final ChangeBus bus;
  private final CdnNotes cdn;

  public InfectedVersions(
      JdbcClient sql,
      TransactionTemplate transaction,
      AuditTrail audit,
      CatalogueSettings settings,
      ChangeBus bus,
      CdnNotes cdn) {
    this.sql = sql;
    this.transaction = transaction;
    this.audit = audit;
    this.settings = settings;
    this.bus = bus;
    this.cdn = cdn;
  }

  /**
   * Makes a shown or kept version unreachable. Uploads of its subject that are under way are not
   * concerned: no order number is drawn.
   *
   * @return whether it was shown or kept until now
   */
  public boolean takeOut(VersionId version, Actor actor) {
    return transaction.execute(
        status -> {
          Optional<String> subject = tombstone(version);
          subject.ifPresent(name -> tell(name, version, actor));
          return subject.isPresent();
        });
  }

  private Optional<String> tombstone(VersionId version) {
    // The subject's row first, as every change of its versions does.
    Optional<String> subject =
        sql.sql(
                """
                select s.subject from subject s join version v on v.subject = s.subject
                where v.id = ? for update of s
                """)
            .param(version.value())
            .query(String.class)
            .optional();
    if (subject.isEmpty()) {
      return Optional.empty();
    }
    int taken =
        sql.sql(
                """
                update version
                set state = 'TOMBSTONED', withdrawn = true,
                  retired_at = coalesce(retired_at, now()),
                  delete_after = now() + make_interval(secs => ?)
                where id = ? and state in ('LIVE', 'RETIRED')
                """)
            .params(settings.grace().toMillis() / 1000.0, version.value())
            .update();
    sql.sql(
            """
            update subject set current_version = null, updated_at = now()
            where subject = ? and current_version = ?
            """)
        .params(subject.get(), version.value())
        .update();
    return taken == 1 ? subject : Optional.empty();
  }

  private void tell(String subject, VersionId version, Actor actor) {
    audit.write(actor, "scan", "infected", subject, Optional.of(version));
    cdn.takenDown(sql, subject, List.of(version.value()), List.of());
    bus.announce(sql, VersionChanges.subjectChanged(subject));
    bus.announce(sql, VersionChanges.versionChanged(version));
  }
}
