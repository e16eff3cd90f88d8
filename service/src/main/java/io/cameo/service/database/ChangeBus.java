package io.cameo.service.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Hands changes of this node and of all others to every part that remembers something. */
public final class ChangeBus implements ChangeFeed.Listener {

  private final List<ChangeFeed.Listener> listeners = new CopyOnWriteArrayList<>();

  /** From now on the listener is told. */
  public void subscribe(ChangeFeed.Listener listener) {
    listeners.add(listener);
  }

  /** From now on the listener is told, before all that listen already. */
  public void subscribeFirst(ChangeFeed.Listener listener) {
    listeners.addFirst(listener);
  }

  /** Announces a change to all nodes and to this one, when the caller's transaction is over. */
  public void announce(JdbcClient sql, String announcement) {
    ChangeFeed.announce(sql, announcement);
    announced(announcement);
  }

  /**
   * The same for a change that the caller's own statement announces. This node must not answer with
   * what it remembers after it has acknowledged the change, so it does not wait for its own
   * announcement to come back; and it asks the database anew, so it must not be told before.
   */
  public void announced(String announcement) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      changed(announcement);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            changed(announcement);
          }
        });
  }

  @Override
  public void connected() {
    tellAll(ChangeFeed.Listener::connected);
  }

  @Override
  public void lost() {
    tellAll(ChangeFeed.Listener::lost);
  }

  @Override
  public void changed(String announcement) {
    tellAll(listener -> listener.changed(announcement));
  }

  /** A listener that fails keeps nothing from the others; its failure is thrown at the end. */
  private void tellAll(Consumer<ChangeFeed.Listener> news) {
    List<RuntimeException> failures = new ArrayList<>();
    for (ChangeFeed.Listener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException failed) {
        failures.add(failed);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }
}
