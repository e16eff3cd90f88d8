package io.cameo.service.catalogue;

import io.cameo.service.database.ChangeFeed;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes what a row records of one object, for an object that is made anew.
 *
 * <p>First the record, then the object: in this order a crash in between leaves an object that is
 * missing as before and can be made again, and never one whose bytes nobody recorded. Both steps
 * hold the row's lock, so of two that repair the same object one gives up.
 */
public final class ObjectRecords {

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final VersionRows rows;
  private final VersionInventory inventory;

  public ObjectRecords(JdbcClient sql, TransactionTemplate transaction, JsonMapper json) {
    this.sql = sql;
    this.transaction = transaction;
    this.rows = new VersionRows(json);
    this.inventory = new VersionInventory(sql, json);
  }

  /**
   * Records another object of the same name.
   *
   * @param onlyIf asked while the row is locked
   * @return false when the row does not need the object as {@code from} any more, or {@code onlyIf}
   *     said no; nothing was changed
   */
  public boolean change(VersionId id, StoredObject from, StoredObject to, BooleanSupplier onlyIf) {
    return transaction.execute(
        status -> {
          Optional<HeldVersion> held = needing(id, from);
          if (held.isEmpty() || !onlyIf.getAsBoolean()) {
            return false;
          }
          List<StoredObject> objects =
              held.get().objects().stream()
                  .map(object -> object.equals(from) ? to : object)
                  .toList();
          sql.sql("update version set objects = ?::jsonb where id = ?")
              .params(rows.write(objects), id.value())
              .update();
          announce(id);
          return true;
        });
  }

  /**
   * Does the work while the row is locked and needs the object exactly so.
   *
   * @return false when it does not; nothing was done
   */
  public boolean holding(VersionId id, StoredObject expected, Runnable work) {
    return transaction.execute(
        status -> {
          if (needing(id, expected).isEmpty()) {
            return false;
          }
          work.run();
          announce(id);
          return true;
        });
  }

  private Optional<HeldVersion> needing(VersionId id, StoredObject object) {
    return Optional.ofNullable(inventory.lock(List.of(id)).get(id))
        .filter(HeldVersion::mustHaveObjects)
        .filter(version -> version.objects().contains(object));
  }

  /** Nodes remember lengths by version and by subject. */
  private void announce(VersionId id) {
    String subject =
        sql.sql("select subject from version where id = ?")
            .param(id.value())
            .query(String.class)
            .single();
    ChangeFeed.announce(sql, VersionChanges.versionChanged(id));
    ChangeFeed.announce(sql, VersionChanges.subjectChanged(subject));
  }
}
