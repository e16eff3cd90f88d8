package io.cameo.service.catalogue;

import io.cameo.storage.IncomingObjects;
import io.cameo.storage.ObjectStore;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tickets for tests of other packages. */
public final class TestTickets {

  private TestTickets() {}

  public static Tickets on(DataSource database) {
    return new Tickets(JdbcClient.create(database), transaction(database));
  }

  public static TicketReaper reaper(
      DataSource database, ObjectStore store, IncomingObjects incoming) {
    return new TicketReaper(JdbcClient.create(database), transaction(database), store, incoming);
  }

  private static TransactionTemplate transaction(DataSource database) {
    return new TransactionTemplate(new JdbcTransactionManager(database));
  }
}
