package io.cameo.service.ops.frame;

import io.cameo.service.database.CommandDatabase;
import io.cameo.service.database.CommandDatabase.IfMissing;
import io.cameo.service.database.DatabaseSettings;
import io.cameo.service.database.Migrations;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.objects.ObjectStores;
import io.cameo.service.observability.Scrubber;
import io.cameo.storage.ObjectStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command works with. The database and the store are opened when they are first asked for,
 * and closed with this; a command uses it on one thread, and what it gives on any.
 */
public final class OpsContext implements AutoCloseable {

  private final List<Record> settings;
  private final Clock clock;
  private final Terminal terminal;
  private final Scrubber scrubber;
  private final JsonMapper json =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private Optional<CommandDatabase> database = Optional.empty();
  private Optional<ObjectStore> objects = Optional.empty();
  private Optional<Parts> parts = Optional.empty();

  /**
   * @param settings the settings records of all features
   */
  public OpsContext(List<Record> settings, Clock clock, Terminal terminal) {
    this(settings, clock, terminal, Scrubber.byForm());
  }

  /**
   * @param settings the settings records of all features
   * @param scrubber knows this installation's secrets
   */
  public OpsContext(List<Record> settings, Clock clock, Terminal terminal, Scrubber scrubber) {
    this.settings = settings;
    this.clock = clock;
    this.terminal = terminal;
    this.scrubber = scrubber;
  }

  /** The settings of one feature. */
  public <R extends Record> R settings(Class<R> type) {
    return settings.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  public Clock clock() {
    return clock;
  }

  /** What takes secrets out of words that come from elsewhere. */
  public Scrubber scrubber() {
    return scrubber;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** One line of the result, for an eye. */
  public void print(String line) {
    terminal.out().println(Printable.of(line));
  }

  /** A part of the result in a form that a program reads: nothing of it is changed. */
  public void printRecord(String record) {
    terminal.out().println(record);
  }

  /** The result as a JSON document. */
  public void printJson(Object document) {
    terminal.out().println(json.writeValueAsString(document));
  }

  /** A part of the result as JSON on one line. */
  public void printJsonLine(Object document) {
    terminal
        .out()
        .println(
            json.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document));
  }

  /** One line that is no result: what is being done, what should be thought of. */
  public void say(String line) {
    terminal.err().println(Printable.of(line));
  }

  /**
   * Begins to show how far long work has come; close it when the work is over.
   *
   * @param what a word or two
   * @param total in the unit of {@link Progress#advance}, or {@link Progress#UNKNOWN}
   */
  public Progress progress(String what, long total) {
    return Progress.on(terminal, what, total);
  }

  /**
   * The database of this installation, as it is: it may lack tables.
   *
   * @throws io.cameo.service.database.DatabaseUnavailableException if there is none
   */
  public CommandDatabase database() {
    return database(IfMissing.REFUSE);
  }

  /** The same, and an empty one is made where there is none. */
  public CommandDatabase databaseOrNew() {
    return database(IfMissing.CREATE);
  }

  private CommandDatabase database(IfMissing ifMissing) {
    if (database.isEmpty()) {
      database = Optional.of(CommandDatabase.open(settings(DatabaseSettings.class), ifMissing));
    }
    return database.get();
  }

  /** Brings the schema up, in a new database if need be; for commands that fill one. */
  public void prepareSchema() {
    databaseOrNew().migrations().up();
  }

  /**
   * Stops the command unless the schema is the one of this release.
   *
   * @throws OpsException with what to do
   */
  public void requireSchema() {
    List<Migrations.Change> pending = database().migrations().pending();
    if (!pending.isEmpty()) {
      throw OpsException.problem(
          "The database lacks "
              + pending.size()
              + " steps of this release's schema, from "
              + pending.getFirst()
              + " on. Run ./cameo migrate up first.");
    }
  }

  /** A pool of a few connections to {@link #database}. */
  public DataSource dataSource() {
    return database().dataSource();
  }

  public JdbcClient sql() {
    return JdbcClient.create(dataSource());
  }

  public TransactionTemplate transaction() {
    return new TransactionTemplate(new JdbcTransactionManager(dataSource()));
  }

  /** The object store of this installation, wherever its pictures are at the moment. */
  public ObjectStore objects() {
    if (objects.isEmpty()) {
      objects = Optional.of(ObjectStores.open(settings(ObjectSettings.class), sql()));
    }
    return objects.get();
  }

  /** The same, though it may have lost every picture, for the command that brings them back. */
  public ObjectStore objectsToFill() {
    if (objects.isEmpty()) {
      objects = Optional.of(ObjectStores.openToFill(settings(ObjectSettings.class), sql()));
    }
    return objects.get();
  }

  /**
   * A part of a feature as the service wires it, such as the reaper: only what it needs is made, no
   * web server, no jobs and no listeners. The first call wires the database and the store too.
   */
  public <T> T part(Class<T> type) {
    if (parts.isEmpty()) {
      parts = Optional.of(Parts.wire(this, settings));
    }
    return parts.get().get(type);
  }

  @Override
  public void close() throws Exception {
    parts.ifPresent(Parts::close);
    if (objects.isPresent() && objects.get() instanceof AutoCloseable open) {
      open.close();
    }
    database.ifPresent(CommandDatabase::close);
  }
}
