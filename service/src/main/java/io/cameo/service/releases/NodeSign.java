package io.cameo.service.releases;

import io.cameo.service.database.Migrations;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What this node says of itself: which release it is, and that it runs. */
final class NodeSign {

  private static final Logger LOG = LoggerFactory.getLogger(NodeSign.class);

  /** A row every few seconds is enough for whoever waits for nodes; the looks are every second. */
  private static final int LOOKS_BETWEEN = 3;

  private final Releases releases;
  private final String version;
  private final UUID node = UUID.randomUUID();
  private int looks;

  NodeSign(Releases releases, String version) {
    this.releases = releases;
    this.version = version;
  }

  /**
   * Leaves the mark of this release.
   *
   * @param stepsTaken whether this start has changed the schema: then the release may know more
   *     than when it started last, under the same name
   * @param known the steps it knows, which takes a while to find out
   */
  void started(boolean stepsTaken, Supplier<List<Migrations.Change>> known) {
    if (stepsTaken || !releases.knows(version)) {
      releases.started(version, known.get());
    } else {
      releases.startedAgain(version);
    }
    releases.forgetOld();
    releases.alive(node, version);
  }

  /** Says that this node runs, unless the database is away: then nobody waits for it either. */
  void look() {
    if (++looks % LOOKS_BETWEEN != 0) {
      return;
    }
    try {
      releases.alive(node, version);
    } catch (DataAccessException databaseAway) {
      LOG.debug("That this node runs could not be said", databaseAway);
    }
  }

  /** Takes the sign down. */
  void gone() {
    try {
      releases.gone(node);
    } catch (DataAccessException databaseAway) {
      LOG.debug("That this node ends could not be said", databaseAway);
    }
  }
}
