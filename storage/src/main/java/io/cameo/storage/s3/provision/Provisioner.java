package io.cameo.storage.s3.provision;

import io.cameo.storage.StorageException;
import io.cameo.storage.s3.BucketAccess;
import io.cameo.storage.s3.S3StoreOptions;
import io.cameo.storage.s3.provision.Aspect.Look;
import io.cameo.storage.s3.provision.WantedBucket.Keeping;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Compares a bucket with what is wanted, and brings it there. Every change is read back. A run that
 * was interrupted is simply run again: what is done is found to be as wanted.
 */
public final class Provisioner implements AutoCloseable {

  /** How the ids of our rules begin. */
  static final String OURS = "cameo-";

  /** Where pictures lie. */
  static final String PICTURES = "avatars/";

  /** A change shows after a moment at most; Amazon promises no time. */
  private static final int MOST_LOOKS = 10;

  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * How the server is reached.
   *
   * @param amazon whether it is Amazon's own
   * @param encrypted whether Cameo reaches it by TLS
   * @param pause between two looks for a change
   */
  record Circumstances(boolean amazon, boolean encrypted, Duration pause) {

    static Circumstances of(S3StoreOptions options) {
      return new Circumstances(
          options.location().endpoint().map(Provisioner::isAmazons).orElse(true),
          options.location().endpoint().map(at -> !"http".equals(at.getScheme())).orElse(true),
          PAUSE);
    }
  }

  private final BucketAccess bucket;
  private final BucketExistence existence;
  private final List<Aspect> aspects;
  private final Duration pause;
  private final CountDownLatch never = new CountDownLatch(1);

  Provisioner(BucketAccess bucket, WantedBucket wanted, Circumstances circumstances) {
    ConfigurationCalls calls = new ConfigurationCalls(bucket);
    boolean amazon = circumstances.amazon();
    this.bucket = bucket;
    this.pause = circumstances.pause();
    this.existence = new BucketExistence(calls);
    // What closes the bucket comes before what opens it, and what removes old versions before what
    // keeps them: after each step the bucket is protected at least as well as before it.
    this.aspects =
        List.of(
            new PublicAccessAspect(calls, amazon),
            new OwnershipAspect(calls),
            new AccessListAspect(calls),
            new PolicyOthersAspect(calls),
            PolicyStatementAspect.tlsOnly(calls, amazon, circumstances.encrypted()),
            new EncryptionAspect(calls, bucket.options().placement()),
            new LifecycleAspect(calls, wanted.keeping().supersededDays()),
            tiering(calls, wanted.keeping(), amazon),
            new ArchiveTiersAspect(calls),
            versioning(calls, wanted, amazon),
            new ReplicationAspect(calls, wanted.replication()),
            PolicyStatementAspect.cloudFront(calls, wanted.distributions()),
            new CorsAspect(calls, wanted.uploads()));
  }

  /**
   * Makes the client; nothing is asked of the server yet.
   *
   * @throws StorageException if it cannot be found out where the bucket is
   */
  public static Provisioner open(S3StoreOptions options, WantedBucket wanted) {
    return new Provisioner(BucketAccess.open(options), wanted, Circumstances.of(options));
  }

  private static boolean isAmazons(URI endpoint) {
    String host = String.valueOf(endpoint.getHost());
    return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
  }

  private static Aspect versioning(ConfigurationCalls calls, WantedBucket wanted, boolean amazon) {
    Optional<Boolean> said = wanted.keeping().versioning();
    return new VersioningAspect(
        calls, said.orElse(amazon || wanted.replication().isPresent()), said.orElse(false), amazon);
  }

  /** Objects that are put into a class of their own are not moved to another one. */
  private static Aspect tiering(ConfigurationCalls calls, Keeping keeping, boolean amazon) {
    boolean usualClass =
        calls.bucket().options().placement().storageClass().map("STANDARD"::equals).orElse(true);
    return new TieringAspect(
        calls, usualClass && keeping.tiering().orElse(amazon), keeping.tiering().orElse(false));
  }

  /**
   * Only looks.
   *
   * @throws StorageException if the server does not answer, or nothing can be asked of it
   */
  public ProvisionReport look() {
    return run(false, report -> {});
  }

  /**
   * Changes what differs.
   *
   * @param listener hears of every aspect when it is done
   * @throws StorageException if the server does not answer any more; what was changed stays
   */
  public ProvisionReport bring(Consumer<AspectReport> listener) {
    return run(true, listener);
  }

  private ProvisionReport run(boolean change, Consumer<AspectReport> listener) {
    List<AspectReport> reports = new ArrayList<>();
    Map<String, Outcome> outcomes = new HashMap<>();
    AspectReport there = settle(existence, change, outcomes);
    reports.add(there);
    listener.accept(there);
    if (!there.outcome().isProblem()) {
      for (Aspect aspect : aspects) {
        AspectReport report = settle(aspect, change, outcomes);
        outcomes.put(aspect.name(), report.outcome());
        reports.add(report);
        listener.accept(report);
      }
    }
    return new ProvisionReport(bucket.bucket(), bucket.server(), reports);
  }

  private AspectReport settle(Aspect aspect, boolean change, Map<String, Outcome> before) {
    Look look;
    try {
      look = aspect.look();
    } catch (CallFailure failure) {
      return AspectReport.unread(aspect, outcome(aspect, failure), detail(aspect, failure));
    }
    if (look.change().isEmpty()) {
      return AspectReport.of(aspect, Outcome.AS_WANTED, look, "");
    }
    Optional<AspectReport> held = heldBack(aspect, look, before);
    if (held.isPresent()) {
      return held.get();
    }
    if (!change) {
      return AspectReport.of(aspect, Outcome.DRIFT, look, "");
    }
    try {
      look.change().get().make();
      return isDone(aspect)
          ? AspectReport.of(aspect, Outcome.CHANGED, look, "")
          : AspectReport.of(
              aspect,
              Outcome.FAILED,
              look,
              "The server took the change, but does not show it. Run the command again in some"
                  + " minutes; if it says the same, the server keeps it in another form.");
    } catch (CallFailure failure) {
      return AspectReport.of(aspect, outcome(aspect, failure), look, detail(aspect, failure));
    }
  }

  private static Optional<AspectReport> heldBack(
      Aspect aspect, Look look, Map<String, Outcome> before) {
    for (String needed : aspect.needs()) {
      Outcome outcome = before.getOrDefault(needed, Outcome.FAILED);
      String why = "It needs " + needed + ", which is " + outcome.words() + ".";
      if (outcome == Outcome.NOT_SUPPORTED || outcome == Outcome.UNMET) {
        return Optional.of(
            AspectReport.of(aspect, unsupported(aspect), look, why + " " + aspect.withoutIt()));
      }
      if (outcome.isProblem() && outcome != Outcome.DRIFT) {
        return Optional.of(AspectReport.of(aspect, Outcome.HELD_BACK, look, why));
      }
    }
    return Optional.empty();
  }

  private static Outcome unsupported(Aspect aspect) {
    return aspect.isAskedFor() ? Outcome.UNMET : Outcome.NOT_SUPPORTED;
  }

  private static Outcome outcome(Aspect aspect, CallFailure failure) {
    return switch (failure.kind()) {
      case NOT_KNOWN -> unsupported(aspect);
      case DENIED -> Outcome.DENIED;
      case REFUSED -> Outcome.FAILED;
    };
  }

  private static String detail(Aspect aspect, CallFailure failure) {
    return failure.kind() == CallFailure.Kind.NOT_KNOWN
        ? aspect.withoutIt() + " (" + failure.words() + ")"
        : failure.words();
  }

  /** Looks until nothing is left to change; a configuration may need a moment to show. */
  private boolean isDone(Aspect aspect) throws CallFailure {
    for (int look = 1; look < MOST_LOOKS; look++) {
      if (aspect.look().change().isEmpty()) {
        return true;
      }
      waitAMoment();
    }
    return aspect.look().change().isEmpty();
  }

  private void waitAMoment() {
    try {
      if (never.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts this down");
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the bucket", ended);
    }
  }

  @Override
  public void close() {
    bucket.close();
  }
}
