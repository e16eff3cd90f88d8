package io.cameo.service.catalogue;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.Reads;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue's parts on a database of the test's choice, for tests of other packages. */
public record TestCatalogue(
    Catalogue catalogue,
    VersionChanges changes,
    AuditTrail audit,
    Reaper reaper,
    Additions additions) {

  /** How long things are kept, unless a test says otherwise. */
  public static final CatalogueSettings USUAL =
      new CatalogueSettings(Duration.ofDays(7), Duration.ofMinutes(10), Duration.ofSeconds(30));

  /** Wires the parts as the service does. */
  public static TestCatalogue on(DataSource database, Reaper.ObjectDeletion objects) {
    return on(database, objects, new ChangeBus());
  }

  /** The same, with a bus on which changes are announced. */
  public static TestCatalogue on(
      DataSource database, Reaper.ObjectDeletion objects, ChangeBus bus) {
    return on(database, objects, bus, USUAL);
  }

  /** The same, with times of the test's choice. */
  public static TestCatalogue on(
      DataSource database,
      Reaper.ObjectDeletion objects,
      ChangeBus bus,
      CatalogueSettings settings) {
    return on(database, objects, bus, settings, Outboxes.NONE);
  }

  /** The same, with regions that get a copy of every version. */
  public static TestCatalogue on(
      DataSource database,
      Reaper.ObjectDeletion objects,
      ChangeBus bus,
      CatalogueSettings settings,
      Outboxes outboxes) {
    JsonMapper json = JsonMapper.builder().build();
    JdbcClient sql = JdbcClient.create(database);
    TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    AuditTrail audit = new AuditTrail(sql);
    return new TestCatalogue(
        new Catalogue(sql, new VersionRows(json)),
        new VersionChanges(sql, transaction, json, audit, settings, bus, outboxes),
        audit,
        new Reaper(sql, transaction, json, objects, outboxes.cdn()),
        new Additions(sql, transaction, json, outboxes, bus, subject -> 0));
  }

  /** What the database knows of upload tokens. */
  public static TokenUses tokens(DataSource database) {
    return new TokenUses(JdbcClient.create(database));
  }

  /** Whom hashes belong to; changes are announced on this bus. */
  public static Identities identities(DataSource database, ChangeBus bus) {
    return identities(database, bus, CdnNotes.OFF);
  }

  /** The same, with what a CDN has to let go of noted or not. */
  public static Identities identities(DataSource database, ChangeBus bus, CdnNotes cdn) {
    JdbcClient sql = JdbcClient.create(database);
    return new Identities(
        sql,
        new TransactionTemplate(new JdbcTransactionManager(database)),
        Reads.of(sql),
        new AuditTrail(sql),
        bus,
        cdn);
  }

  /** What is on record of erasures. */
  public static ErasureRecords erasures(DataSource database) {
    return new ErasureRecords(JdbcClient.create(database));
  }

  /** Look-ups that go where reads go. */
  public static Lookups lookups(Reads reads) {
    return new ReplicatedLookups(reads, new VersionRows(JsonMapper.builder().build()));
  }
}
