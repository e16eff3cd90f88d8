package io.cameo.storage.s3.provision;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.RealS3;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/**
 * On a server of your choice. {@code CAMEO_TEST_S3_PROVISION_BUCKET} names a bucket whose
 * configuration may be changed for good, or that is to be made.
 */
class RealS3ProvisionTest {

  @Test
  void findsNothingToDoAgainAndTheStoreWorks() {
    String bucket =
        RealS3.bucket("CAMEO_TEST_S3_PROVISION_BUCKET", "provisioning of a bucket on a real S3");
    S3StoreOptions options = RealS3.server().options(bucket);
    try (Provisioner provisioner = Provisioner.open(options, WantedBuckets.uploads())) {
      ProvisionReport first = provisioner.bring(done -> {});
      assertThat(first.hasProblems()).as(first.toString()).isFalse();
      assertThat(provisioner.look().aspects())
          .allSatisfy(
              aspect ->
                  assertThat(aspect.outcome())
                      .as(aspect.toString())
                      .isIn(Outcome.AS_WANTED, Outcome.NOT_SUPPORTED));
    }
    try (S3Store store = S3Store.open(options)) {
      assertThat(store.probe(Clock.systemUTC())).isInstanceOf(BucketState.Usable.class);
    }
  }
}
