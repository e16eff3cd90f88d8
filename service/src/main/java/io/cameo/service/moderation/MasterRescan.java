package io.cameo.service.moderation;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.InfectedVersions;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.moderation.Walks.Tally;
import io.cameo.service.scan.Scan;
import io.cameo.service.scan.Scanner;
import io.cameo.service.scan.ScannerUnavailableException;
import io.cameo.service.scan.ScannerUnavailableException.Reason;
import io.cameo.service.scan.Verdict;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans all masters once more, one after the other in the order of their versions, a piece at a
 * time: whatever ends a piece, the next one goes on behind the last master that was dealt with.
 * What was uploaded meanwhile has been scanned with signatures at least as new.
 *
 * <p>A master without a verdict is never taken as scanned. Where the scanner or the store is away,
 * the piece ends before it. Where the reason may be the master's own, it is set aside and tried
 * again beside the walks, so that no master keeps the others waiting.
 */
final class MasterRescan {

  private static final Logger LOG = LoggerFactory.getLogger(MasterRescan.class);
  private static final int PAGE = 50;
  private static final Actor SCANNER =
      new Actor("service:scan", Optional.empty(), Optional.empty());

  private final Scanner scanner;
  private final Walks walks;
  private final SetAside aside;
  private final VersionInventory versions;
  private final ObjectStore objects;
  private final InfectedVersions infected;

  MasterRescan(
      Scanner scanner,
      Walks walks,
      SetAside aside,
      VersionInventory versions,
      ObjectStore objects,
      InfectedVersions infected) {
    this.scanner = scanner;
    this.walks = walks;
    this.aside = aside;
    this.versions = versions;
    this.objects = objects;
    this.infected = infected;
  }

  /**
   * Tries again what was set aside, then goes on with the walk that is under way, or begins one
   * when it is time.
   *
   * @param every least time between the beginnings of two walks
   * @param goOn asked before every master; after a no, the next call goes on
   */
  Tally walk(Duration every, BooleanSupplier goOn) {
    Piece piece = new Piece(goOn);
    try {
      scanner.requireAvailable();
      Optional<String> signatures = scanner.signatures();
      if (signatures.isPresent()) {
        piece.tryAgain();
        piece.walkOn(signatures.get(), every);
      }
    } catch (ScannerUnavailableException later) {
      LOG.info("The scan of the masters goes on later: {}", later.detail());
    }
    return piece.all;
  }

  /** What is done in one go, until its time is over or the scanner or the store is away. */
  private final class Piece {

    private final BooleanSupplier goOn;
    private Tally all = Tally.NONE;
    private boolean away;

    Piece(BooleanSupplier goOn) {
      this.goOn = goOn;
    }

    private boolean goesOn() {
      return !away && goOn.getAsBoolean();
    }

    void tryAgain() {
      List<VersionId> due = aside.due(PAGE);
      Map<VersionId, HeldVersion> held = versions.find(due);
      for (VersionId id : due) {
        if (!goesOn()) {
          return;
        }
        HeldVersion version = held.get(id);
        if (version == null) {
          aside.remove(id);
          continue;
        }
        Optional<Tally> one = scan(version);
        if (one.isPresent() && one.get().unread() == 0) {
          aside.remove(id);
        }
      }
    }

    void walkOn(String signatures, Duration every) {
      if (!goesOn()) {
        return;
      }
      Optional<Walks.Walk> walk = walks.current(signatures, every);
      boolean more = walk.isPresent();
      Optional<VersionId> after = walk.flatMap(Walks.Walk::after);
      while (more && goesOn()) {
        List<HeldVersion> page = versions.page(after, PAGE);
        for (HeldVersion version : page) {
          if (!goesOn()) {
            return;
          }
          Optional<Tally> one = scan(version);
          if (one.isEmpty()) {
            return;
          }
          after = Optional.of(version.id());
          walks.advance(walk.get(), version.id(), one.get());
        }
        more = page.size() == PAGE;
        if (!more) {
          walks.finish(walk.get());
          LOG.info(
              "All masters were scanned again by {}; {} are set aside and tried again",
              signatures,
              aside.size());
        }
      }
    }

    /** What came of one master; empty when it has to be looked at again first of all. */
    private Optional<Tally> scan(HeldVersion version) {
      Optional<StoredObject> master =
          version.objects().stream().filter(StoredObject::isMaster).findFirst();
      if (!version.mustHaveObjects() || master.isEmpty()) {
        return Optional.of(Tally.NONE);
      }
      Optional<Tally> one =
          read(version.id(), master.get()).map(bytes -> scan(version.id(), bytes));
      if (one.isEmpty() && !away) {
        one = Optional.of(Tally.UNREAD);
      }
      all = all.plus(one.orElse(Tally.NONE));
      return one;
    }

    /** Empty when it cannot be read; then it is set aside, or the store is away. */
    private Optional<byte[]> read(VersionId id, StoredObject master) {
      try (io.cameo.storage.StoredObject object = objects.require(id.keyPrefix() + master.name())) {
        return Optional.of(object.readAll(Math.toIntExact(master.bytes())));
      } catch (StorageUnavailableException unreadable) {
        away = storeIsAway();
        if (!away) {
          setAside(id, "The store does not give it: " + unreadable.getMessage());
        }
      } catch (RuntimeException damaged) {
        setAside(id, "It is not in the store as it was written: " + damaged.getMessage());
      }
      return Optional.empty();
    }

    private Tally scan(VersionId id, byte[] bytes) {
      try (Scan scan = scanner.begin()) {
        Verdict verdict;
        try {
          scan.send(bytes, 0, bytes.length);
          verdict = scan.verdict();
        } catch (RuntimeException none) {
          // Also where the scanner may be away: a master that ends it must not be the first that
          // it is shown when it is back.
          away = !isOfTheMasterAlone(none);
          setAside(id, "The scanner gives no verdict: " + none.getMessage());
          return Tally.UNREAD;
        }
        return judged(id, verdict);
      }
    }

    private Tally judged(VersionId id, Verdict verdict) {
      if (!(verdict instanceof Verdict.Infected found)) {
        return Tally.CLEAN;
      }
      if (infected.takeOut(id, SCANNER)) {
        LOG.error(
            "The scanner found {} in the stored master of version {}; it is not shown any more",
            found.signature(),
            id);
      }
      return Tally.INFECTED;
    }

    private void setAside(VersionId id, String why) {
      LOG.warn("The master of version {} was not scanned again and is tried later: {}", id, why);
      aside.add(id, why);
    }
  }

  private static boolean isOfTheMasterAlone(RuntimeException none) {
    return none instanceof ScannerUnavailableException known && known.reason() == Reason.LIMIT;
  }

  /** One object cannot be read: is it the object or the store? */
  private boolean storeIsAway() {
    try {
      objects.stat("health/probe");
      return false;
    } catch (StorageException away) {
      LOG.info(
          "The scan of the masters goes on later, when the store is back: {}", away.toString());
      return true;
    }
  }
}
