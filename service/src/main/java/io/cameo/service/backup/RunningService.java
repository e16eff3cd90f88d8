package io.cameo.service.backup;

import io.cameo.service.database.ServiceConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Whether a service works with a database. While one does, a restore would take rows away under
 * uploads that have written their objects, and the service would go on showing what it remembers.
 */
final class RunningService {

  private RunningService() {}

  /** Why not to restore now; empty if no service is connected. */
  static Optional<String> of(Connection connection) throws SQLException {
    ServiceConnections service = ServiceConnections.of(connection);
    return service.count() == 0
        ? Optional.empty()
        : Optional.of(
            "The service is running: it has "
                + service.count()
                + " connections to the database, from "
                + service.addresses()
                + ". Stop every node first.");
  }
}
