package io.cameo.service.database;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands changes of this node and of all others to every part that remembers something. */
public final class ChangeBus implements ChangeFeed.Listener {

  private final List<ChangeFeed.Listener> listeners = new CopyOnWriteArrayList<>();

  /** From now on the listener is told. */
  public void subscribe(ChangeFeed.Listener listener) {
    listeners.add(listener);
  }

  @Override
  public void connected() {
    listeners.forEach(ChangeFeed.Listener::connected);
  }

  @Override
  public void lost() {
    listeners.forEach(ChangeFeed.Listener::lost);
  }

  @Override
  public void changed(String announcement) {
    listeners.forEach(listener -> listener.changed(announcement));
  }
}
