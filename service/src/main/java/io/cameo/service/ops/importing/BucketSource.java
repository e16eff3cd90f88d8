package io.cameo.service.ops.importing;

import io.cameo.service.http.Problem;
import io.cameo.service.objects.NamedBucket;
import io.cameo.storage.StorageException;
import io.cameo.storage.s3.ForeignBucket;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Objects of another bucket that are named by their subjects, or those that a list names. */
record BucketSource(NamedBucket place, ForeignBucket bucket) implements Source {

  @Override
  public String identity() {
    return "bucket " + place;
  }

  @Override
  public void each(Consumer<Item> take) {
    bucket.list(
        place.prefix(),
        key -> {
          String name = key.substring(place.prefix().length());
          // Only what lies right below; a name that ends in a slash stands for a folder.
          if (!name.isEmpty() && name.indexOf('/') < 0) {
            take.accept(new Item(key, Source.subject(name), key, () -> read(key)));
          }
        });
  }

  /** An object that a list names, below the prefix. */
  InputStream open(String key) throws IOException {
    return read(place.prefix() + key);
  }

  private InputStream read(String key) throws IOException {
    try {
      return bucket
          .open(key)
          .orElseThrow(
              () ->
                  Problem.of(
                          422,
                          "unreadable",
                          "The file cannot be read",
                          "There is no object of this key. See that it is spelled as in the bucket.")
                      .toException());
    } catch (StorageException failed) {
      throw new IOException("the bucket failed: " + failed.getMessage(), failed);
    }
  }

  @Override
  public void close() {
    bucket.close();
  }
}
