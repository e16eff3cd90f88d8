package io.cameo.service.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

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
