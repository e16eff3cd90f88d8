package io.cameo.storage.s3;

import io.cameo.storage.StorageException;
import java.util.List;

/** What a look at the bucket came to. */
public sealed interface BucketState {

  /**
   * Everything that is needed may be done.
   *
   * @param remarks sentences for the operator about what is not as it should be, but works
   */
  record Usable(List<String> remarks) implements BucketState {
    public Usable {
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Somebody has to change something.
   *
   * @param faults a sentence each, with the setting or the permission to change
   */
  record Unusable(List<String> faults) implements BucketState {
    public Unusable {
      faults = List.copyOf(faults);
    }
  }

  /** The server did not answer; whether the bucket can be used is not known. */
  record Unknown(StorageException why) implements BucketState {}
}
