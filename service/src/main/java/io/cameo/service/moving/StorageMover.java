package io.cameo.service.moving;

import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.objects.DiskStart;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.objects.ObjectStores;
import io.cameo.service.objects.StorageMove;
import io.cameo.service.objects.StorageMove.Phase;
import io.cameo.service.objects.StorageMoves;
import io.cameo.service.objects.StoragePlace;
import io.cameo.storage.ObjectStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Takes a move through its phases; each step may be killed and said again. */
public final class StorageMover implements AutoCloseable {

  /** The lock that one mover holds; any number that no other lock of ours has. */
  private static final long LOCK = 0x6361_6d65_6f6d_7601L;

  /** So many passes find something new only while far more is uploaded than a pass takes. */
  private static final int PASSES = 20;

  private final Database database;
  private final ObjectSettings settings;
  private final MoveOptions options;
  private final MoveListener listener;
  private final StorageMoves moves;
  private final Nodes nodes;
  private final VersionInventory inventory;
  private final Tally tally = new Tally();

  /**
   * How the database is reached.
   *
   * @param lock a connection that holds the lock of the one who moves
   */
  public record Database(DataSource pool, Connection lock) {}

  /**
   * @param parallel versions at once
   * @param acceptFaults whether to go on without objects that are missing or damaged at the source
   */
  public record MoveOptions(int parallel, boolean acceptFaults) {}

  /**
   * Begins to work on the move; gives the lock back with {@link #close}.
   *
   * @throws MoveException if somebody else does
   */
  public StorageMover(
      Database database, ObjectSettings settings, MoveOptions options, MoveListener listener)
      throws SQLException {
    this.database = database;
    this.settings = settings;
    this.options = options;
    this.listener = listener;
    JdbcClient sql = JdbcClient.create(database.pool());
    this.moves = new StorageMoves(sql);
    this.nodes = new Nodes(moves, sql);
    this.inventory = new VersionInventory(sql, JsonMapper.builder().build());
    try (PreparedStatement lock =
        database.lock().prepareStatement("select pg_try_advisory_lock(?)")) {
      lock.setLong(1, LOCK);
      try (ResultSet taken = lock.executeQuery()) {
        if (!taken.next() || !taken.getBoolean(1)) {
          database.lock().close();
          throw new MoveException("Another ./cameo move-storage is running; let it end first.");
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    database.lock().close();
  }

  /** How many versions must have their objects. */
  private long versions() {
    return JdbcClient.create(database.pool())
        .sql(
            """
            select count(*) from version
            where state = 'LIVE' or (state = 'RETIRED' and delete_after > now())
            """)
        .query(Long.class)
        .single();
  }

  /** How much they have. */
  private long bytes() {
    return JdbcClient.create(database.pool())
        .sql(
            """
            select coalesce(sum(coalesce(stored_bytes, objects_bytes(objects))), 0)::bigint
            from version
            where state = 'LIVE' or (state = 'RETIRED' and delete_after > now())
            """)
        .query(Long.class)
        .single();
  }

  private MoveReport report(String... next) {
    return new MoveReport(
        moves.current().map(MoveReport.Standing::of),
        versions(),
        bytes(),
        tally.copied(),
        tally.faulty(),
        tally.faults(),
        List.of(next));
  }

  /** Where the move stands, and what comes next. */
  public MoveReport status() {
    return moves
        .current()
        .map(move -> report(next(move)))
        .orElseGet(
            () ->
                report(
                    "No move is under way. Pictures are in "
                        + StoragePlace.of(settings)
                        + ". Begin one: ./cameo move-storage --to PLACE"));
  }

  private static String next(StorageMove move) {
    return switch (move.phase()) {
      case COPYING -> "Go on copying: ./cameo move-storage --to " + move.target() + " --yes";
      case VERIFIED ->
          "Everything is copied and compared. Switch: ./cameo move-storage --switch --yes";
      case SWITCHED ->
          "Give every node "
              + move.target().setting()
              + ", restart them one after the other, then: ./cameo move-storage --finish --yes."
              + " Or go back: ./cameo move-storage --back --yes";
      case RETURNING ->
          "Give every node "
              + move.source().setting()
              + ", restart them one after the other, then: ./cameo move-storage --back --yes";
      case FINISHED -> over(move.target(), move.source());
      case RETURNED -> over(move.source(), move.target());
    };
  }

  private static String over(StoragePlace here, StoragePlace left) {
    return "Pictures are in "
        + here
        + ". What is in "
        + left
        + " is not used any more, and erasures do not reach it: remove it.";
  }

  /** What {@link #copy} would do; refuses what it would refuse. */
  public MoveReport plan(StoragePlace target) {
    StoragePlace source = source(target);
    return report(
        "Would copy all pictures from "
            + source
            + " to "
            + target
            + " and compare them, beside the running service. Say --yes to do it.");
  }

  private void requireNoReplicas() {
    if (!settings.regions().replicas().isEmpty()) {
      throw new MoveException(StorageMove.WITHOUT_REPLICAS + ".");
    }
  }

  private StoragePlace source(StoragePlace target) {
    requireNoReplicas();
    Optional<StorageMove> move = moves.current().filter(StorageMove::isUnderWay);
    StoragePlace source = move.map(StorageMove::source).orElse(StoragePlace.of(settings));
    if (move.isEmpty() && moves.current().isPresent()) {
      source = moves.current().get().current();
    }
    if (source.equals(target)) {
      throw new MoveException("Pictures are in " + target + " already.");
    }
    if (move.isPresent() && !move.get().target().equals(target)) {
      throw new MoveException(
          "A move to "
              + move.get().target()
              + " is under way. Go on with it, or go back first: ./cameo move-storage --back"
              + " --yes");
    }
    if (move.isPresent()
        && move.get().phase() != Phase.COPYING
        && move.get().phase() != Phase.VERIFIED) {
      throw new MoveException("The move is further than that. " + next(move.get()));
    }
    DiskStart.require(source, JdbcClient.create(database.pool()));
    return source;
  }

  /** Copies everything to the target and compares it there. */
  public MoveReport copy(StoragePlace target) {
    StoragePlace source = source(target);
    if (moves.current().filter(StorageMove::isUnderWay).isEmpty()) {
      moves.begin(
          new StorageMove(
              VersionId.random().value(),
              source,
              target,
              settings.access().location(),
              Phase.COPYING,
              Optional.empty()));
    }
    nodes.awaitFollowing();
    StorageMove move = moves.current().orElseThrow();
    // While uploads go to the source there may always be something new: the switch brings the rest.
    copyWhileSomethingIsNew(move, false);
    if (!mayGoOn()) {
      return faulty();
    }
    compareAll(move);
    if (!mayGoOn()) {
      return faulty();
    }
    moves.verified(move.id(), null);
    moves.advance(move.id(), Phase.VERIFIED);
    return report(next(moves.current().orElseThrow()));
  }

  private boolean mayGoOn() {
    return tally.faulty() == 0 || options.acceptFaults();
  }

  private MoveReport faulty() {
    return report(
        "What is listed is missing or damaged where it should be. ./cameo gc --deep --yes makes"
            + " renditions again. Then say the same again, or add --accept-faults to go on without"
            + " them.");
  }

  /** Makes the target the current store, and brings what was uploaded since to it. */
  public MoveReport switchOver() {
    requireNoReplicas();
    StorageMove move = require("switch", Phase.VERIFIED, Phase.SWITCHED);
    if (move.phase() == Phase.VERIFIED) {
      nodes.awaitFollowing();
      moves.advance(move.id(), Phase.SWITCHED);
    }
    bringTheRest(move, false);
    return mayGoOn() ? report(next(moves.current().orElseThrow())) : faulty();
  }

  /** Gives the source up, once every node's settings name the target. */
  public MoveReport finish() {
    requireNoReplicas();
    StorageMove move = require("finish", Phase.SWITCHED);
    requireConfigured(move.target());
    bringTheRest(move, false);
    if (!mayGoOn()) {
      return faulty();
    }
    moves.advance(move.id(), Phase.FINISHED);
    return report(next(moves.current().orElseThrow()));
  }

  /** Makes the source the current store again, with everything that was uploaded meanwhile. */
  public MoveReport back() {
    StorageMove move =
        require("go back with", Phase.COPYING, Phase.VERIFIED, Phase.SWITCHED, Phase.RETURNING);
    if (move.phase() == Phase.SWITCHED) {
      moves.advance(move.id(), Phase.RETURNING);
    }
    if (move.phase() == Phase.SWITCHED || move.phase() == Phase.RETURNING) {
      bringTheRest(move, true);
      if (!mayGoOn()) {
        return faulty();
      }
    }
    requireConfigured(move.source());
    moves.advance(move.id(), Phase.RETURNED);
    return report(next(moves.current().orElseThrow()));
  }

  /** Forgets a move that is over; from then on the settings alone count. */
  public MoveReport forget() {
    if (moves.current().filter(StorageMove::isUnderWay).isPresent()) {
      throw new MoveException(
          "A move is under way; finish it or go back. " + next(moves.current().orElseThrow()));
    }
    moves.forget();
    return status();
  }

  private StorageMove require(String what, Phase... phases) {
    StorageMove move =
        moves
            .current()
            .filter(StorageMove::isUnderWay)
            .orElseThrow(() -> new MoveException("There is no move to " + what + "."));
    if (!List.of(phases).contains(move.phase())) {
      throw new MoveException("It is not the time for that. " + next(move));
    }
    return move;
  }

  private void requireConfigured(StoragePlace wanted) {
    if (!StoragePlace.of(settings).equals(wanted)) {
      throw new MoveException(
          "The settings of this command keep pictures in "
              + StoragePlace.of(settings)
              + ". Give it and every node "
              + wanted.setting()
              + ", restart the nodes one after the other, and run this again.");
    }
    nodes.requireConfigured(wanted);
  }

  /**
   * Brings what the store that was current before has alone, when nothing is added to it any more:
   * every node writes elsewhere, and whoever began before it did has ended.
   */
  private void bringTheRest(StorageMove move, boolean back) {
    nodes.awaitFollowing();
    nodes.awaitEarlierUploads(listener);
    if (copyWhileSomethingIsNew(move, back)) {
      throw new MoveException(
          "Each of "
              + PASSES
              + " passes found objects that were not there before, although new pictures go to the"
              + " other place. Look for a node that does not follow (./cameo move-storage), then run"
              + " the same command again; nothing is lost meanwhile.");
    }
  }

  /**
   * Uploads go on meanwhile: a pass that found nothing new was the last one.
   *
   * @return whether the last pass that is made still found something
   */
  private boolean copyWhileSomethingIsNew(StorageMove move, boolean back) {
    try (ObjectStore source = ObjectStores.open(settings, move.source(), move);
        ObjectStore target = ObjectStores.open(settings, move.target(), move)) {
      for (int pass = 0; pass < PASSES; pass++) {
        long before = tally.objects.get();
        tally.newPass();
        listener.pass(pass == 0 ? "Copied" : "Copied since", versions());
        pass(back ? target : source, back ? source : target).copyMissing();
        if (tally.objects.get() == before) {
          return false;
        }
      }
      return true;
    }
  }

  private void compareAll(StorageMove move) {
    try (ObjectStore source = ObjectStores.open(settings, move.source(), move);
        ObjectStore target = ObjectStores.open(settings, move.target(), move)) {
      tally.newPass();
      listener.pass("Compared", versions());
      pass(source, target)
          .compareAll(
              move.verifiedTo().map(VersionId::new),
              reached -> {
                if (tally.faulty() == 0) {
                  moves.verified(move.id(), reached.value());
                }
              });
    }
  }

  private CopyPass pass(ObjectStore from, ObjectStore to) {
    TransactionTemplate transaction =
        new TransactionTemplate(new JdbcTransactionManager(database.pool()));
    VersionCopy copy = new VersionCopy(inventory, transaction, from, to, tally, listener);
    return new CopyPass(inventory, copy, to, options.parallel(), tally, listener);
  }
}
