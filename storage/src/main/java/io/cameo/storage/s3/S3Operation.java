package io.cameo.storage.s3;

/** The calls that the store makes, with the permission that each needs. */
public enum S3Operation {
  PUT("PutObject", "s3:PutObject"),
  GET("GetObject", "s3:GetObject"),
  HEAD("HeadObject", "s3:GetObject"),
  DELETE("DeleteObjects", "s3:DeleteObject"),
  LIST("ListObjectsV2", "s3:ListBucket"),
  BUCKET("HeadBucket", "s3:ListBucket"),
  VERSIONS("ListObjectVersions", "s3:ListBucketVersions"),
  GET_VERSION("GetObject of a version", "s3:GetObjectVersion");

  private final String word;
  private final String permission;

  S3Operation(String word, String permission) {
    this.word = word;
    this.permission = permission;
  }

  /** The name of the call in Amazon's words. */
  public String word() {
    return word;
  }

  /** The IAM action that allows it. */
  public String permission() {
    return permission;
  }

  /** Whether the permission is one on the bucket itself, not on objects. */
  boolean onBucket() {
    return this == LIST || this == BUCKET || this == VERSIONS;
  }
}
