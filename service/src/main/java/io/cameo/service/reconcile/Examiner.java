package io.cameo.service.reconcile;

import io.cameo.service.catalogue.HeldVersion;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TicketId;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts, notes and repairs what one page of a comparison comes to. */
final class Examiner implements Comparison.Verdicts {

  private static final Set<Damage> NEVER_OVERWRITTEN =
      EnumSet.of(Damage.WRONG_LENGTH, Damage.WRONG_BYTES);

  /** What an examiner needs to look closer. */
  record Tools(
      DamageCheck damages,
      Optional<DeepReader> deep,
      RenditionRepair repair,
      Recovery recovery,
      Predicate<ObjectSummary> stillThere,
      Orphans orphans) {}

  /** Takes note of objects that no row names. */
  interface Orphans {
    void seen(List<ObjectSummary> orphans);
  }

  private final GcPlan plan;
  private final Tally tally;
  private final Tools tools;
  private final Instant cutoff;
  private final Consumer<Finding> found;
  private final Runnable alive;
  private final List<ObjectSummary> orphans = new ArrayList<>();
  private final Map<StoredObject, Damage> suspected = new LinkedHashMap<>();

  /**
   * @param cutoff objects that were not written before this may belong to an upload under way
   * @param alive called again and again
   */
  Examiner(
      GcPlan plan,
      Tally tally,
      Tools tools,
      Instant cutoff,
      Consumer<Finding> found,
      Runnable alive) {
    this.plan = plan;
    this.tally = tally;
    this.tools = tools;
    this.cutoff = cutoff;
    this.found = found;
    this.alive = alive;
  }

  private void found(Pile pile, String key, long bytes, String detail) {
    Finding finding = new Finding(pile, key, bytes, detail);
    tally.add(finding);
    found.accept(finding);
  }

  private void count(ObjectSummary object) {
    tally.add(Pile.OBJECTS, object.size());
    alive.run();
  }

  @Override
  public void foreign(ObjectSummary object) {
    count(object);
    if (TicketId.ofKey(object.key()).isPresent()) {
      tally.add(Pile.INCOMING, object.size());
      return;
    }
    found(Pile.FOREIGN, object.key(), object.size(), "");
  }

  @Override
  public void stray(ObjectSummary object) {
    count(object);
    if (!object.lastModified().isBefore(cutoff)) {
      tally.add(Pile.YOUNG, object.size());
      return;
    }
    if (!tools.stillThere().test(object)) {
      return;
    }
    found(Pile.ORPHANS, object.key(), object.size(), "");
    orphans.add(object);
    if (orphans.size() == ObjectStore.MAX_PAGE) {
      flush();
    }
  }

  /** Hands on the orphans that were seen since the last time. */
  void flush() {
    if (!orphans.isEmpty()) {
      tools.orphans().seen(List.copyOf(orphans));
      orphans.clear();
    }
  }

  @Override
  public void named(HeldVersion version, StoredObject recorded, ObjectSummary object) {
    count(object);
    tally.add(Pile.NAMED, object.size());
    if (!version.mustHaveObjects()) {
      return;
    }
    if (object.size() != recorded.bytes()) {
      suspected.put(recorded, Damage.WRONG_LENGTH);
    } else if (tools.deep().isPresent()) {
      Optional<Damage> damage = tools.deep().get().read(object.key(), recorded);
      damage.ifPresentOrElse(
          wrong -> suspected.put(recorded, wrong), () -> tally.add(Pile.READ, object.size()));
    }
  }

  @Override
  public void over(HeldVersion version, Collection<StoredObject> absent) {
    tally.add(Pile.VERSIONS, 0);
    alive.run();
    if (version.mustHaveObjects()) {
      absent.forEach(object -> suspected.put(object, Damage.MISSING));
    }
    if (!suspected.isEmpty()) {
      Map<StoredObject, Damage> damages = tools.damages().confirmed(version, suspected);
      suspected.clear();
      if (!damages.isEmpty()) {
        damaged(version, damages);
      }
    }
  }

  private void damaged(HeldVersion version, Map<StoredObject, Damage> damages) {
    String prefix = version.id().keyPrefix();
    List<StoredObject> missing = new ArrayList<>();
    boolean onItsWay =
        damages.containsValue(Damage.MISSING) && tools.recovery().isOnItsWay(version);
    damages.forEach(
        (object, damage) -> {
          String key = prefix + object.name();
          if (NEVER_OVERWRITTEN.contains(damage)) {
            found(damage.pile(), key, object.bytes(), version.state().name());
            found(
                Pile.UNREPAIRABLE,
                key,
                object.bytes(),
                "has other bytes than recorded, and nothing is overwritten");
          } else if (onItsWay) {
            found(Pile.ON_THEIR_WAY, key, object.bytes(), "");
          } else {
            found(damage.pile(), key, object.bytes(), version.state().name());
            missing.add(object);
          }
        });
    if (!missing.isEmpty()) {
      missing(version, missing, damages);
    }
  }

  /**
   * What exists somewhere is put back as it was; what is left is made anew, where that is possible.
   */
  private void missing(
      HeldVersion version, List<StoredObject> missing, Map<StoredObject, Damage> damages) {
    Map<StoredObject, String> nowhere = new LinkedHashMap<>();
    boolean mayTry = !plan.apply() || triedVersions() < plan.maxRepairs();
    for (StoredObject object : missing) {
      Recovery.Found found =
          mayTry
              ? tools.recovery().recover(version, object, plan.apply())
              : new Recovery.Found(Optional.empty(), List.of());
      if (found.from().isPresent()) {
        found(
            plan.apply() ? Pile.RECOVERED : Pile.RECOVERABLE,
            version.id().keyPrefix() + object.name(),
            object.bytes(),
            "from " + found.from().get());
      } else {
        nowhere.put(object, found.why());
      }
    }
    boolean masterIsWhole =
        version.objects().stream()
            .anyMatch(
                object ->
                    object.isMaster()
                        && !nowhere.containsKey(object)
                        && !NEVER_OVERWRITTEN.contains(
                            damages.getOrDefault(object, Damage.MISSING)));
    List<StoredObject> renditions = new ArrayList<>();
    nowhere.forEach(
        (object, why) -> {
          if (object.isMaster()) {
            repairable(version, object, "a master cannot be made again" + why);
          } else {
            renditions.add(object);
          }
        });
    if (!renditions.isEmpty()) {
      repair(version, renditions, masterIsWhole);
    }
    alive.run();
  }

  private int triedVersions() {
    return tools.repair().tried() + tools.recovery().versions();
  }

  private void repair(HeldVersion version, List<StoredObject> missing, boolean masterIsWhole) {
    if (!plan.apply()) {
      missing.forEach(
          object ->
              repairable(version, object, masterIsWhole ? null : "no whole master to make it of"));
      return;
    }
    if (triedVersions() >= plan.maxRepairs()) {
      missing.forEach(
          object ->
              repairable(version, object, "this run has tried enough (--max-repairs); run again"));
      return;
    }
    tools
        .repair()
        .repair(version, missing)
        .forEach(
            (object, fault) ->
                found(
                    fault.isPresent() ? Pile.UNREPAIRABLE : Pile.REPAIRED,
                    version.id().keyPrefix() + object.name(),
                    object.bytes(),
                    fault.orElse("")));
    alive.run();
  }

  private void repairable(HeldVersion version, StoredObject object, @Nullable String whyNot) {
    found(
        whyNot == null ? Pile.REPAIRABLE : Pile.UNREPAIRABLE,
        version.id().keyPrefix() + object.name(),
        object.bytes(),
        whyNot == null ? "" : whyNot);
  }
}
