package io.cameo.storage.s3;

/** One call as errors are told about it. */
interface Asked {

  /** The name of the call in Amazon's words. */
  String word();

  /** The IAM action that allows it. */
  String permission();

  /** Whether the permission is one on the bucket itself, not on objects. */
  boolean onBucket();
}
