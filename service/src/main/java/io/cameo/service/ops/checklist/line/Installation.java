package io.cameo.service.ops.checklist.line;

import io.cameo.service.database.CommandDatabase;
import io.cameo.service.database.Migrations;
import io.cameo.service.http.TlsSettings;
import io.cameo.service.observability.Scrubber;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.settings.Surroundings;
import io.cameo.service.upload.UploadSettings;
import io.cameo.storage.ObjectStore;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What checks work with: this installation's settings, database and store. It may be asked on any
 * thread. What cannot be had is looked for once; every check that needs it hears the same reason.
 */
public final class Installation {

  /** A check reads little; what takes longer than this is said to be unknown. */
  private static final int LONGEST_STATEMENT_SECONDS = 10;

  private final OpsContext context;
  private final Scrubber scrubber;
  private final ReentrantLock lock = new ReentrantLock();
  private final Once<CommandDatabase> database;
  private final Once<ObjectStore> objects;
  private final Once<Web> web = new Once<>(Web::open);

  public Installation(OpsContext context) {
    this.context = context;
    this.scrubber = context.scrubber();
    this.database = new Once<>(context::database);
    this.objects =
        new Once<>(
            () -> {
              database.get();
              return context.objects();
            });
  }

  /** Finds out on this thread what there is, which may take longer than a check. */
  public void open() {
    try {
      alone(database::get);
    } catch (RuntimeException remembered) {
      // Every check that needs the database says it.
      return;
    }
  }

  public <R extends Record> R settings(Class<R> type) {
    return context.settings(type);
  }

  public Surroundings surroundings() {
    return context.settings(Surroundings.class);
  }

  /** Strangers' way to this installation. */
  public Web web() {
    return web.get();
  }

  /** Where the running service is asked. */
  public ServiceAddress service() {
    Surroundings surroundings = surroundings();
    boolean encrypted = settings(TlsSettings.class).isOn();
    // By this machine's own number no certificate is for it.
    Optional<URI> own = encrypted ? Optional.empty() : local(surroundings.port());
    return new ServiceAddress(
        settings(UploadSettings.class).publicUrl().or(() -> own),
        local(surroundings.managementPort()));
  }

  private static Optional<URI> local(int port) {
    return port == 0 ? Optional.empty() : Optional.of(URI.create("http://127.0.0.1:" + port));
  }

  public Clock clock() {
    return context.clock();
  }

  /** Everything that a check says passes it; it knows this installation's secrets. */
  public Scrubber scrubber() {
    return scrubber;
  }

  /** The database, for short questions. */
  public JdbcClient sql() {
    JdbcTemplate template = new JdbcTemplate(alone(database::get).dataSource());
    template.setQueryTimeout(LONGEST_STATEMENT_SECONDS);
    return JdbcClient.create(template);
  }

  public Migrations migrations() {
    return alone(database::get).migrations();
  }

  public CommandDatabase database() {
    return alone(database::get);
  }

  public ObjectStore objects() {
    return alone(objects::get);
  }

  /** A part of a feature, as {@link OpsContext#part}. */
  public <T> T part(Class<T> type) {
    return alone(
        () -> {
          database.get();
          return context.part(type);
        });
  }

  /** The context is made for one thread at a time. */
  private <T> T alone(Supplier<T> work) {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the database", ended);
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
