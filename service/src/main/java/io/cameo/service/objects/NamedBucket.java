package io.cameo.service.objects;

import io.cameo.storage.KeyGrammar;
import io.cameo.storage.StorageException;
import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.ForeignBucket;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket that the operator names on the command line, {@code s3://bucket} or {@code
 * s3://bucket/prefix}. It is reached as the settings of S3 say, whatever AWS_S3_BUCKET is.
 *
 * @param prefix empty, or whole segments of a key with a slash at the end
 */
public record NamedBucket(String bucket, String prefix) {

  private static final String SCHEME = "s3://";
  private static final Pattern FORM =
      Pattern.compile(SCHEME + "([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

  /** The bucket that a text names; empty when the text does not begin as one. */
  public static Optional<NamedBucket> parse(String text) {
    if (!text.startsWith(SCHEME)) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new BucketUnusableException(
          List.of(text + " names no bucket: say s3://bucket or s3://bucket/prefix."));
    }
    String path = parts.group(2) == null ? "" : parts.group(2).replaceFirst("/+$", "");
    return Optional.of(new NamedBucket(parts.group(1), path.isEmpty() ? "" : path + "/"));
  }

  /** Opens it for reading, and has looked into it once. */
  public S3Store openToRead(BucketAccess access) {
    S3Store store = open(access);
    try {
      store.list(isReadable() ? prefix : "", Optional.empty(), 1);
      return store;
    } catch (StorageException refused) {
      store.close();
      throw unusable(refused);
    }
  }

  /** Opens it for writing, after everything that is needed there was tried. */
  public S3Store openToWrite(BucketAccess access, Clock clock) {
    S3Store store = open(access);
    List<String> faults =
        switch (store.probe(clock)) {
          case BucketState.Usable usable -> List.of();
          case BucketState.Unusable unusable -> unusable.faults();
          case BucketState.Unknown unknown -> List.of(String.valueOf(unknown.why().getMessage()));
        };
    if (!faults.isEmpty()) {
      store.close();
      throw new BucketUnusableException(faults);
    }
    return store;
  }

  /** Opens it for reading keys that are not of our making. */
  public ForeignBucket openForeign(BucketAccess access) {
    S3StoreOptions options = options(access);
    try {
      return ForeignBucket.open(options);
    } catch (StorageException nowhere) {
      throw unusable(nowhere);
    }
  }

  private S3StoreOptions options(BucketAccess access) {
    if (access.fault().isPresent()) {
      throw new BucketUnusableException(List.of(access.fault().get()));
    }
    return access.to(bucket);
  }

  private S3Store open(BucketAccess access) {
    S3StoreOptions options = options(access);
    try {
      return S3Store.open(options);
    } catch (StorageException nowhere) {
      throw unusable(nowhere);
    }
  }

  /** Whether keys below it can be ones of ours. */
  public boolean isReadable() {
    return prefix.isEmpty() || KeyGrammar.isKey(prefix + "0");
  }

  private static BucketUnusableException unusable(StorageException why) {
    return new BucketUnusableException(List.of(String.valueOf(why.getMessage())));
  }

  @Override
  public String toString() {
    return SCHEME
        + bucket
        + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
  }
}
