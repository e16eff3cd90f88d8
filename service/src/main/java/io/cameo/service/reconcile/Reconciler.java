package io.cameo.service.reconcile;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.ObjectRecords;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.catalogue.VersionInventory;
import io.cameo.service.imaging.MasterRenderer;
import io.cameo.service.objects.LostObjects;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares the store with the database, page by page, and then deletes what has been an orphan for
 * long enough. A dry run reads and changes nothing. Of several regions the home region is compared.
 */
public final class Reconciler {

  /** Rows in memory at a time, with the names and digests of their objects. */
  static final int PAGE = 2_000;

  private final ObjectStore everywhere;
  private final ObjectStore store;
  private final VersionInventory inventory;
  private final ObjectRecords records;
  private final MasterRenderer renderer;
  private final ReconcileSettings settings;
  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final JsonMapper json = JsonMapper.builder().build();
  private final LongSupplier nanos = System::nanoTime;
  private final Suspects suspects;

  /**
   * @param database the primary: a replica may not know yet what the store holds already
   */
  public Reconciler(
      DataSource database, ObjectStore store, MasterRenderer renderer, ReconcileSettings settings) {
    this.sql = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    this.everywhere = store;
    this.store = LostObjects.homeOf(store);
    this.renderer = renderer;
    this.settings = settings;
    this.inventory = new VersionInventory(sql, json);
    this.records = new ObjectRecords(sql, transaction, json);
    this.suspects = new Suspects(sql, settings.quarantine());
  }

  /** The plan that the settings make. */
  public GcPlan plan(boolean apply) {
    return new GcPlan(
        apply, java.util.OptionalLong.empty(), settings.maxDeletions(), settings.maxShare(), 1_000);
  }

  /**
   * Carries out a plan to its end, with the store's own listing.
   *
   * @throws GcBusyException when another run is at work
   * @throws io.cameo.storage.StorageException when the store failed; a run that changes things goes
   *     on from there the next time
   */
  public GcReport run(GcPlan plan, GcListener listener) {
    return run(plan, ObjectList.of(store), listener);
  }

  /**
   * Carries out a plan to its end.
   *
   * @param objects what is taken for the content of the store
   * @throws GcBusyException when another run is at work
   * @throws io.cameo.storage.StorageException when the store failed; a run that changes things goes
   *     on from there the next time
   */
  public GcReport run(GcPlan plan, ObjectList objects, GcListener listener) {
    long began = nanos.getAsLong();
    if (!plan.apply()) {
      Tally tally = new Tally();
      compare(plan, objects, new DryPart(tally), listener);
      return new GcReport(true, false, Optional.empty(), tally, since(began));
    }
    Runs runs = new Runs(sql, transaction, json, nanos);
    Runs.Run run = runs.begin((plan.deep() ? "deep " : "") + objects.name());
    try {
      if (!run.compared()) {
        compare(plan, objects, new AppliedPart(runs, run), listener);
        suspects.strikeUnseen(run.id());
        runs.save(run, Optional.empty(), Optional.empty(), true);
      }
      Optional<String> stopped = sweep(plan, runs, run, listener);
      runs.finish(run, stopped.orElse("done"));
      return new GcReport(false, run.resumed(), stopped, run.tally(), since(began));
    } catch (RuntimeException failed) {
      runs.release(run);
      throw failed;
    }
  }

  private Duration since(long began) {
    return Duration.ofNanos(nanos.getAsLong() - began);
  }

  /** What differs between a dry run and one that changes things. */
  private interface Part extends Examiner.Orphans {
    Tally tally();

    Optional<VersionId> afterVersion();

    Optional<String> afterKey();

    void alive();

    void done(Optional<VersionId> afterVersion, Optional<String> afterKey);
  }

  private final class DryPart implements Part {
    private final Tally tally;

    DryPart(Tally tally) {
      this.tally = tally;
    }

    @Override
    public Tally tally() {
      return tally;
    }

    @Override
    public Optional<VersionId> afterVersion() {
      return Optional.empty();
    }

    @Override
    public Optional<String> afterKey() {
      return Optional.empty();
    }

    @Override
    public void alive() {}

    @Override
    public void done(Optional<VersionId> afterVersion, Optional<String> afterKey) {}

    @Override
    public void seen(List<ObjectSummary> orphans) {
      Suspects.Sum due = suspects.wouldGo(orphans);
      long bytes = orphans.stream().mapToLong(ObjectSummary::size).sum();
      tally.more(Pile.DUE, due.count(), due.bytes());
      tally.more(Pile.QUARANTINED, orphans.size() - due.count(), bytes - due.bytes());
    }
  }

  private final class AppliedPart implements Part {
    private final Runs runs;
    private final Runs.Run run;

    AppliedPart(Runs runs, Runs.Run run) {
      this.runs = runs;
      this.run = run;
    }

    @Override
    public Tally tally() {
      return run.tally();
    }

    @Override
    public Optional<VersionId> afterVersion() {
      return run.afterVersion();
    }

    @Override
    public Optional<String> afterKey() {
      return run.afterKey();
    }

    @Override
    public void alive() {
      runs.renew(run);
    }

    @Override
    public void done(Optional<VersionId> afterVersion, Optional<String> afterKey) {
      runs.save(run, afterVersion, afterKey, false);
    }

    @Override
    public void seen(List<ObjectSummary> orphans) {
      suspects.mark(run.id(), orphans);
    }
  }

  private void compare(GcPlan plan, ObjectList objects, Part part, GcListener listener) {
    Listing listing = new Listing(objects, part.afterKey());
    Optional<VersionId> after = part.afterVersion();
    Examiner.Tools tools = tools(plan, objects, part);
    boolean more = true;
    while (more) {
      // Before the rows: an object that is older than this, less the age, had its row by then.
      Instant cutoff = inventory.now().minus(settings.minAge());
      List<HeldVersion> page = inventory.page(after, PAGE);
      more = page.size() == PAGE;
      Optional<VersionId> last = more ? Optional.of(page.getLast().id()) : Optional.empty();
      Examiner examiner =
          new Examiner(plan, part.tally(), tools, cutoff, listener::found, part::alive);
      Comparison comparison = new Comparison(page, examiner);
      listing.upTo(last, comparison::object);
      comparison.end();
      examiner.flush();
      after = last;
      if (more) {
        part.done(last, listing.position());
      }
      listener.compared(last.map(Reconciler::share).orElse(1.0), part.tally().count(Pile.OBJECTS));
    }
  }

  private Examiner.Tools tools(GcPlan plan, ObjectList objects, Part part) {
    return new Examiner.Tools(
        new DamageCheck(store, inventory),
        plan.deepBytesPerSecond().isPresent()
            ? Optional.of(
                new DeepReader(store, new Pace(plan.deepBytesPerSecond().getAsLong(), nanos)))
            : Optional.empty(),
        new RenditionRepair(store, records, renderer),
        new Recovery(store, records, LostObjects.of(everywhere), sql),
        object -> objects.isLive() || isStillThere(object),
        part);
  }

  /** Since a report was taken, the reaper may have deleted what it names. */
  private boolean isStillThere(ObjectSummary object) {
    return store.stat(object.key()).isPresent();
  }

  /** Where an id lies among all that there could be. */
  static double share(VersionId id) {
    return (id.value().getMostSignificantBits() >>> 32) / 4294967296.0;
  }

  private Optional<String> sweep(GcPlan plan, Runs runs, Runs.Run run, GcListener listener) {
    Sweep sweep = new Sweep(everywhere, inventory, transaction, suspects);
    return sweep.run(
        run,
        plan,
        new Sweep.Around() {
          @Override
          public void saved() {
            runs.save(run, Optional.empty(), Optional.empty(), true);
          }

          @Override
          public void found(Finding finding) {
            run.tally().add(finding);
            listener.found(finding);
          }
        });
  }
}
