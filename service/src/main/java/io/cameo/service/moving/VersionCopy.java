package io.cameo.service.moving;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.objects.RecordedBytes;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectStore;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings the objects of one version from one store into another, byte for byte as recorded. */
final class VersionCopy {

  private final VersionInventory inventory;
  private final TransactionTemplate transaction;
  private final ObjectStore from;
  private final ObjectStore to;
  private final Tally tally;
  private final MoveListener listener;

  VersionCopy(
      VersionInventory inventory,
      TransactionTemplate transaction,
      ObjectStore from,
      ObjectStore to,
      Tally tally,
      MoveListener listener) {
    this.inventory = inventory;
    this.transaction = transaction;
    this.from = from;
    this.to = to;
    this.tally = tally;
    this.listener = listener;
  }

  /** Copies objects of the version that the target does not list, and reads back each of them. */
  void copy(HeldVersion version, List<StoredObject> absent) {
    if (!absent.isEmpty()) {
      held(version, () -> absent.forEach(object -> bring(version, object)));
    }
  }

  /** Reads every object of the version in the target; what is not as recorded is copied again. */
  void compare(HeldVersion version) {
    List<StoredObject> wrong =
        version.objects().stream().filter(object -> !isRight(version, object)).toList();
    copy(version, wrong);
  }

  /** Does the work while nobody can remove the version's objects, if it still needs them. */
  private void held(HeldVersion version, Runnable work) {
    transaction.executeWithoutResult(
        status -> {
          if (inventory.keep(version.id()).filter(HeldVersion::mustHaveObjects).isPresent()) {
            work.run();
          }
        });
  }

  private void bring(HeldVersion version, StoredObject object) {
    String key = version.id().keyPrefix() + object.name();
    Optional<NewObject> whole = recorded(version, object).in(from);
    if (whole.isEmpty()) {
      // It may be where it should be all the same, written by a node that did not wait for us.
      if (!isRight(version, object)) {
        tally.fault(key, from.stat(key).isEmpty() ? "is missing" : "has other bytes than recorded");
      }
      return;
    }
    put(whole.get());
    listener.spent(object.bytes());
    if (!isRight(version, object)) {
      tally.fault(key, "was written, but reads back otherwise");
      return;
    }
    tally.objects.incrementAndGet();
    tally.bytes.addAndGet(object.bytes());
  }

  private static RecordedBytes recorded(HeldVersion version, StoredObject object) {
    return new RecordedBytes(
        version.id().keyPrefix() + object.name(), object.bytes(), object.sha256());
  }

  private void put(NewObject object) {
    try {
      to.put(object);
    } catch (ObjectExistsException other) {
      // What is there is not as recorded, or a pass that was killed would not be here again.
      to.delete(object.key());
      to.put(object);
    }
  }

  private boolean isRight(HeldVersion version, StoredObject object) {
    boolean right = recorded(version, object).in(to).isPresent();
    if (right) {
      listener.spent(object.bytes());
      tally.compared.incrementAndGet();
    }
    return right;
  }
}
