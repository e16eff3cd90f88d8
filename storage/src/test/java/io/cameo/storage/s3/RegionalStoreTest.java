package io.cameo.storage.s3;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectStoreContract;
import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionJournal;
import io.cameo.storage.regions.RegionalStore;
import java.util.List;
import java.util.Optional;

/** The contract, while all regions answer and one of them may take writes. */
class RegionalStoreTest extends ObjectStoreContract {

  private final String home = S3Proxy.server().newBucket();
  private final String west = S3Proxy.server().newBucket();

  private static Region region(String name, String bucket) {
    S3StoreOptions options = S3Proxy.server().options(bucket);
    return new Region(name, S3Store.open(options), S3Store.open(options), System::nanoTime);
  }

  @Override
  protected ObjectStore open() {
    Region replica = region("west", west);
    return new RegionalStore(
        region(Region.HOME, home), List.of(replica), Optional.of(replica), RegionJournal.NONE);
  }
}
