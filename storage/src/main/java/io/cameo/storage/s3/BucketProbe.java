package io.cameo.storage.s3;

import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.StorageException;
import io.cameo.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out what may be done in the bucket by doing it: list, look, write, write again (which must
 * be refused), read, delete. Collects everything that is wrong, so that it is put right once.
 */
final class BucketProbe {

  /** Above it signatures are about to be refused (15 minutes). */
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  private final S3Store store;
  private final S3StoreOptions options;
  private final S3Client client;
  private final S3Calls calls;

  BucketProbe(S3Store store, S3StoreOptions options, S3Client client, S3Calls calls) {
    this.store = store;
    this.options = options;
    this.client = client;
    this.calls = calls;
  }

  BucketState run(Clock clock) {
    byte[] word = new byte[16];
    new SecureRandom().nextBytes(word);
    NewObject object =
        new NewObject(
            "probe/" + HexFormat.of().formatHex(word),
            "Cameo looked whether it can use this bucket.".getBytes(StandardCharsets.UTF_8),
            new ObjectMetadata("text/plain", "no-store"));
    List<String> faults = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    try {
      // What is wrong with credentials, bucket or region shows here, where answers carry reasons.
      if (!step(faults, () -> store.list("probe/", Optional.empty(), 1))
          && !faults.getFirst().contains("s3:ListBucket")) {
        return new BucketState.Unusable(faults);
      }
      step(faults, () -> store.stat(object.key()));
      if (step(faults, () -> store.put(object))) {
        tryWrittenObject(object, faults);
      }
      skew(clock).ifPresent(remarks::add);
    } catch (Away away) {
      return new BucketState.Unknown(away.why);
    }
    return faults.isEmpty()
        ? new BucketState.Usable(remarks)
        : new BucketState.Unusable(faults.stream().distinct().toList());
  }

  private void tryWrittenObject(NewObject object, List<String> faults) throws Away {
    step(faults, () -> requireRefused(object, faults));
    step(
        faults,
        () -> {
          try (StoredObject stored = store.require(object.key())) {
            if (!Arrays.equals(stored.readAll(1000), object.bytes())) {
              faults.add("What is read from the bucket is not what was written: see the page.");
            }
          }
        });
    step(faults, () -> store.delete(object.key()));
  }

  /** Keys are written once, and only the server can hold several nodes to it. */
  private void requireRefused(NewObject object, List<String> faults) {
    try {
      store.put(object);
    } catch (ObjectExistsException asItShould) {
      return;
    }
    faults.add(
        "The server overwrote an object in spite of If-None-Match: it does not know conditional"
            + " writes, without which Cameo cannot use it. See docs/operations/s3.md for servers"
            + " that do.");
  }

  private Optional<String> skew(Clock clock) throws Away {
    HeadBucketResponse answer;
    try {
      answer =
          calls.call(
              S3Operation.BUCKET, () -> client.headBucket(at -> at.bucket(options.bucket())));
    } catch (S3Exception | StorageException said) {
      // Already said by the listing, which needs the same permission.
      return Optional.empty();
    }
    try {
      Duration skew =
          answer
              .sdkHttpResponse()
              .firstMatchingHeader("Date")
              .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
              .map(theirs -> Duration.between(theirs.toInstant(), clock.instant()))
              .orElse(Duration.ZERO);
      return skew.abs().compareTo(MOST_SKEW) < 0
          ? Optional.empty()
          : Optional.of(
              "The clock of this machine differs from the server's by "
                  + skew.abs().toMinutes()
                  + " minutes; more than 15 are refused. Let it be set by NTP.");
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  /** The server did not answer, which ends the look. */
  private static final class Away extends Exception {
    private static final long serialVersionUID = 1L;
    private final StorageException why;

    Away(StorageException why) {
      super(why);
      this.why = why;
    }
  }

  /**
   * @return whether it could be done
   */
  private static boolean step(List<String> faults, Runnable step) throws Away {
    try {
      step.run();
      return true;
    } catch (StorageException failed) {
      if (failed.retryable()) {
        throw new Away(failed);
      }
      faults.add(Optional.ofNullable(failed.getMessage()).orElse("no reason given"));
      return false;
    }
  }
}
