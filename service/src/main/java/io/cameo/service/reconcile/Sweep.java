package io.cameo.service.reconcile;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes the orphans whose quarantine is over, after the whole store was compared: only then is it
 * known how many they are, and whether that is a surprise.
 */
final class Sweep {

  /** With fewer, a share says nothing. */
  private static final long SHARE_MATTERS_FROM = 100;

  /** As many failures one after the other mean that the store is away. */
  private static final int GIVE_UP = 3;

  private final ObjectStore store;
  private final VersionInventory inventory;
  private final TransactionTemplate transaction;
  private final Suspects suspects;

  Sweep(
      ObjectStore store,
      VersionInventory inventory,
      TransactionTemplate transaction,
      Suspects suspects) {
    this.store = store;
    this.inventory = inventory;
    this.transaction = transaction;
    this.suspects = suspects;
  }

  /** What is left to do around each batch. */
  interface Around {

    /** Saves the tally. */
    void saved();

    void found(Finding finding);
  }

  /**
   * @return why it stopped, as a sentence; empty when all that was due is gone
   */
  Optional<String> run(Runs.Run run, GcPlan plan, Around around) {
    Tally tally = run.tally();
    Suspects.Sum due = suspects.due(run.id());
    Suspects.Sum seen = suspects.seen(run.id());
    tally.set(Pile.DUE, due.count(), due.bytes());
    tally.set(Pile.QUARANTINED, seen.count() - due.count(), seen.bytes() - due.bytes());
    Optional<String> surprise = surprise(tally, plan);
    return surprise.isPresent() ? surprise : delete(run, around);
  }

  private static Optional<String> surprise(Tally tally, GcPlan plan) {
    long before = tally.count(Pile.DELETED);
    long all = before + tally.count(Pile.DUE);
    if (tally.count(Pile.DUE) == 0) {
      return Optional.empty();
    }
    String rest =
        before == 0
            ? " Nothing was deleted."
            : " " + before + " were deleted before this run was interrupted, none since.";
    if (all > plan.maxDeletions()) {
      return Optional.of(
          all
              + " orphans are due, more than the "
              + plan.maxDeletions()
              + " that one run may delete (--max-deletions)."
              + rest);
    }
    if (plan.maxShare() < 100 && tally.count(Pile.NAMED) == 0) {
      return Optional.of(
          "The database names none of the "
              + tally.count(Pile.OBJECTS)
              + " objects in the store: is it the right one? --max-share 100 if it is."
              + rest);
    }
    double share = 100.0 * all / Math.max(1, tally.count(Pile.OBJECTS));
    if (all >= SHARE_MATTERS_FROM && share > plan.maxShare()) {
      return Optional.of(
          all
              + " orphans are due, "
              + Math.round(share)
              + " % of all objects and more than the "
              + plan.maxShare()
              + " % that one run may delete (--max-share)."
              + rest);
    }
    return Optional.empty();
  }

  private Optional<String> delete(Runs.Run run, Around around) {
    String after = "";
    int failedInARow = 0;
    while (true) {
      List<Suspects.Suspect> batch = suspects.due(run.id(), after, ObjectStore.MAX_PAGE);
      if (batch.isEmpty()) {
        return Optional.empty();
      }
      after = batch.getLast().key();
      try {
        List<Finding> done = transaction.execute(status -> deleteBatch(batch));
        done.forEach(around::found);
        failedInARow = 0;
      } catch (StorageException notNow) {
        batch.forEach(
            suspect ->
                around.found(
                    new Finding(Pile.UNDELETED, suspect.key(), suspect.bytes(), "store failed")));
        if (++failedInARow == GIVE_UP) {
          return Optional.of(
              "The store does not delete: "
                  + notNow.getMessage()
                  + ". What was not deleted stays marked for the next run.");
        }
      }
      around.saved();
    }
  }

  /** The rows are locked, or proven absent, until the objects are gone. */
  private List<Finding> deleteBatch(List<Suspects.Suspect> batch) {
    Map<VersionId, HeldVersion> rows =
        inventory.lock(
            batch.stream()
                .flatMap(suspect -> AvatarKey.parse(suspect.key()).stream())
                .map(AvatarKey::version)
                .toList());
    List<String> gone = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Suspects.Suspect suspect : batch) {
      boolean orphan =
          AvatarKey.parse(suspect.key()).filter(key -> !isNamed(rows, key)).isPresent();
      if (orphan) {
        gone.add(suspect.key());
      }
      findings.add(
          new Finding(orphan ? Pile.DELETED : Pile.SPARED, suspect.key(), suspect.bytes(), ""));
    }
    if (!gone.isEmpty()) {
      store.deleteAll(gone);
    }
    suspects.strike(batch);
    return findings;
  }

  private static boolean isNamed(Map<VersionId, HeldVersion> rows, AvatarKey key) {
    HeldVersion row = rows.get(key.version());
    return row != null && row.names(key.name());
  }
}
