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
import io.cameo.service.scan.Verdict;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans all masters once more, one after the other in the order of their versions, a piece at a
 * time: whatever ends a piece, the next one goes on behind the last master that had a verdict. What
 * was uploaded meanwhile has been scanned with signatures at least as new.
 */
final class MasterRescan {

  private static final Logger LOG = LoggerFactory.getLogger(MasterRescan.class);
  private static final int PAGE = 50;
  private static final Actor SCANNER =
      new Actor("service:scan", Optional.empty(), Optional.empty());

  private final Scanner scanner;
  private final Walks walks;
  private final VersionInventory versions;
  private final ObjectStore objects;
  private final InfectedVersions infected;

  MasterRescan(
      Scanner scanner,
      Walks walks,
      VersionInventory versions,
      ObjectStore objects,
      InfectedVersions infected) {
    this.scanner = scanner;
    this.walks = walks;
    this.versions = versions;
    this.objects = objects;
    this.infected = infected;
  }

  /**
   * Goes on with the walk that is under way, or begins one when it is time.
   *
   * @param every least time between the beginnings of two walks
   * @param goOn asked before every master; after a no, the next call goes on
   */
  Tally walk(Duration every, BooleanSupplier goOn) {
    Tally all = Tally.NONE;
    try {
      scanner.requireAvailable();
      Optional<String> signatures = scanner.signatures();
      Optional<Walks.Walk> walk = signatures.flatMap(words -> walks.current(words, every));
      boolean more = walk.isPresent();
      Optional<VersionId> after = walk.flatMap(Walks.Walk::after);
      while (more && goOn.getAsBoolean()) {
        List<HeldVersion> page = versions.page(after, PAGE);
        for (HeldVersion version : page) {
          if (!goOn.getAsBoolean()) {
            return all;
          }
          Tally one = version.mustHaveObjects() ? scan(version) : Tally.NONE;
          all = all.plus(one);
          after = Optional.of(version.id());
          walks.advance(walk.get(), version.id(), one);
        }
        more = page.size() == PAGE;
        if (!more) {
          walks.finish(walk.get());
          LOG.info("All masters were scanned again by {}", signatures.get());
        }
      }
    } catch (ScannerUnavailableException later) {
      LOG.info("The scan of the masters goes on later: {}", later.detail());
    }
    return all;
  }

  private Tally scan(HeldVersion version) {
    Optional<StoredObject> master =
        version.objects().stream().filter(StoredObject::isMaster).findFirst();
    if (master.isEmpty()) {
      return Tally.NONE;
    }
    byte[] bytes;
    try (io.cameo.storage.StoredObject object =
        objects.require(version.id().keyPrefix() + master.get().name())) {
      bytes = object.readAll((int) master.get().bytes());
    } catch (StorageException unreadable) {
      LOG.warn("The master of version {} could not be scanned again", version.id(), unreadable);
      return new Tally(0, 0, 1);
    }
    try (Scan scan = scanner.begin()) {
      scan.send(bytes, 0, bytes.length);
      if (!(scan.verdict() instanceof Verdict.Infected found)) {
        return new Tally(1, 0, 0);
      }
      if (infected.takeOut(version.id(), SCANNER)) {
        LOG.error(
            "The scanner found {} in the stored master of version {}; it is not shown any more",
            found.signature(),
            version.id());
      }
      return new Tally(0, 1, 0);
    }
  }
}
