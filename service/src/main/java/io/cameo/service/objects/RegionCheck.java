package io.cameo.service.objects;

import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionalStore;
import io.cameo.storage.s3.S3Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at every region at once. A node is ready as soon as one of them answers, since pictures can
 * be read then: nodes that all took themselves out because uploads fail would end reading as well.
 */
final class RegionCheck implements StoreCheck {

  private final RegionalStore regions;
  private final RegionBacklogs backlogs;
  private final List<Look> looks = new ArrayList<>();
  private final AtomicBoolean describing = new AtomicBoolean();
  private final Map<String, String> described = new ConcurrentHashMap<>();

  RegionCheck(RegionalStore regions, RegionBacklogs backlogs, Clock clock) {
    this.regions = regions;
    this.backlogs = backlogs;
    for (Region region : regions.regions()) {
      if (region.store() instanceof S3Store bucket) {
        looks.add(new Look(region, new BucketCheck(bucket, clock)));
      }
    }
  }

  /** At most one look at a region is under way. */
  private static final class Look {
    private final Region region;
    private final String name;
    private final BucketCheck check;
    private CompletableFuture<Optional<String>> current =
        CompletableFuture.completedFuture(Optional.empty());
    private volatile Optional<String> fault = Optional.empty();

    Look(Region region, BucketCheck check) {
      this.region = region;
      this.name = region.name();
      this.check = check;
    }

    synchronized CompletableFuture<Optional<String>> begin() {
      if (current.isDone()) {
        CompletableFuture<Optional<String>> fresh = new CompletableFuture<>();
        current = fresh;
        Thread.ofVirtual().name("region-look-" + name).start(() -> look(fresh));
      }
      return current;
    }

    private void look(CompletableFuture<Optional<String>> into) {
      try {
        fault = check.wrong();
      } catch (RuntimeException failed) {
        fault = Optional.of(String.valueOf(failed.getMessage()));
      }
      into.complete(fault);
    }
  }

  @Override
  public Optional<String> wrong() {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    AtomicInteger failed = new AtomicInteger();
    for (Look look : looks) {
      look.begin()
          .thenAccept(
              fault -> {
                if (fault.isEmpty()) {
                  answer.complete(Optional.empty());
                } else if (failed.incrementAndGet() == looks.size()) {
                  answer.complete(Optional.of("No region can be used: " + fault.get()));
                }
              });
    }
    describe();
    return answer.join();
  }

  /** Asks the database aside, so that nobody who asks for health waits for it. */
  private void describe() {
    if (describing.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("region-backlogs")
          .start(
              () -> {
                try {
                  regions.regions().forEach(region -> described.put(region.name(), words(region)));
                } finally {
                  describing.set(false);
                }
              });
    }
  }

  private String words(Region region) {
    return backlogs
        .of(region.name())
        .map(
            backlog ->
                Math.round(backlog.lagSeconds())
                    + " s behind, "
                    + Math.round(backlog.copies())
                    + " copies and "
                    + Math.round(backlog.deletions())
                    + " deletions outstanding"
                    + (backlog.compared() || region.name().equals(Region.HOME)
                        ? ""
                        : ", older versions not all noted yet"))
        .orElse("what is outstanding is not known");
  }

  /** Of each region whether it answers, and what it still has to do. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    for (Look look : looks) {
      String state =
          look.fault
              .map(fault -> "away: " + fault)
              .orElse(look.region.isAway() ? "away: it did not answer the last calls" : "answers");
      details.put(
          look.name,
          state + Optional.ofNullable(described.get(look.name)).map(w -> "; " + w).orElse(""));
    }
    return details;
  }
}
