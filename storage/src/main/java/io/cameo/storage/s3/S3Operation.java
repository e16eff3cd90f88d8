package io.cameo.storage.s3;

/** The calls that the store makes, with the permission that each needs. */
public enum S3Operation implements Asked {
  PUT("PutObject", "s3:PutObject"),
  GET("GetObject", "s3:GetObject"),
  HEAD("HeadObject", "s3:GetObject"),
  DELETE("DeleteObjects", "s3:DeleteObject"),
  LIST("ListObjectsV2", "s3:ListBucket"),
  VERSIONS("ListObjectVersions", "s3:ListBucketVersions"),
  DELETE_VERSIONS("DeleteObjects", "s3:DeleteObjectVersion"),
  GET_VERSION("GetObject of a version", "s3:GetObjectVersion"),
  BUCKET("HeadBucket", "s3:ListBucket");

  private final String word;
  private final String permission;

  S3Operation(String word, String permission) {
    this.word = word;
    this.permission = permission;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String permission() {
    return permission;
  }

  @Override
  public boolean onBucket() {
    return this == LIST || this == VERSIONS || this == BUCKET;
  }
}
