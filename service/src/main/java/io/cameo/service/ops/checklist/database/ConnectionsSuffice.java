package io.cameo.service.ops.checklist.database;

import io.cameo.service.database.ConnectionBudget;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.sql.SQLException;

/** Whether all nodes can open the connections that their pools may ask for. */
final class ConnectionsSuffice implements Check {

  /** Asks the server. */
  interface Server {
    ConnectionBudget budget() throws SQLException;
  }

  private final Server server;

  ConnectionsSuffice(Server server) {
    this.server = server;
  }

  @Override
  public About about() {
    return new About(
        Line.DB_2,
        "connections-suffice",
        "The server has connections for the pools of all nodes",
        "Asks the server for max_connections and what it reserves, and compares that with"
            + " CAMEO_NODES and CAMEO_DATABASE_POOL.");
  }

  @Override
  public Answer look() throws SQLException {
    ConnectionBudget budget = server.budget();
    return budget.fits()
        ? Answer.pass(
            budget.nodes()
                + (budget.nodes() == 1 ? " node" : " nodes")
                + " may open "
                + budget.wanted()
                + " of the "
                + budget.free()
                + " connections that the server has for ordinary users.")
        : Answer.fail(
            budget.sentence(),
            "Do one of the three things; a start that finds too few connections is refused.");
  }
}
