package io.cameo.service.objects;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at the store that pictures go to at the moment. */
final class CurrentStoreCheck implements StoreCheck {

  private final Supplier<ObjectStore> current;
  private final Function<ObjectStore, StoreCheck> checks;
  private @Nullable ObjectStore looked;
  private @Nullable StoreCheck check;

  /**
   * @param checks how a store is looked at; asked once for each that becomes the current one
   */
  CurrentStoreCheck(Supplier<ObjectStore> current, Function<ObjectStore, StoreCheck> checks) {
    this.current = current;
    this.checks = checks;
  }

  @Override
  public Optional<String> wrong() {
    try {
      return current().wrong();
    } catch (StorageException notOpened) {
      return Optional.of(String.valueOf(notOpened.getMessage()));
    }
  }

  @Override
  public Map<String, Object> details() {
    try {
      return current().details();
    } catch (StorageException notOpened) {
      return Map.of();
    }
  }

  private synchronized StoreCheck current() {
    ObjectStore now = current.get();
    StoreCheck known = check;
    if (known == null || looked != now) {
      known = checks.apply(now);
      looked = now;
      check = known;
    }
    return known;
  }
}
