package io.cameo.service.database;

import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.service.database.embedded.EmbeddedPostgresOptions;
import java.nio.file.Path;
import java.util.Optional;

/** The embedded PostgreSQL of this process, or none. */
final class EmbeddedServer implements AutoCloseable {

  private final Optional<EmbeddedPostgres> server;

  EmbeddedServer(Optional<EmbeddedPostgres> server) {
    this.server = server;
  }

  static EmbeddedServer start(Path data) {
    return new EmbeddedServer(
        Optional.of(EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data))));
  }

  Optional<EmbeddedPostgres> server() {
    return server;
  }

  @Override
  public void close() {
    server.ifPresent(EmbeddedPostgres::close);
  }
}
