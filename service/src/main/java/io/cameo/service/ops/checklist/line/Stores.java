package io.cameo.service.ops.checklist.line;

import io.cameo.service.objects.BucketSettings;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.objects.PicturesMissingException;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectExistsException;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.StoredObject;
import io.cameo.storage.s3.BucketAddress;
import io.cameo.storage.s3.BucketState;
import io.cameo.storage.s3.S3Store;
import io.cameo.storage.s3.S3StoreOptions;
import io.cameo.storage.s3.provision.ProvisionReport;
import io.cameo.storage.s3.provision.Provisioner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What several checks want to know of the store, each found out once. */
public final class Stores {

  private static final String PROBES = "probe/";

  private final Installation installation;
  private final Optional<S3StoreOptions> bucket;
  private final Once<BucketState> state;
  private final Once<Optional<ProvisionReport>> report;
  private final Once<Optional<String>> picture;

  public Stores(Installation installation) {
    this.installation = installation;
    this.bucket = installation.settings(ObjectSettings.class).bucket();
    this.state = new Once<>(() -> bucket.map(this::probe).orElseGet(this::probeDisk));
    this.report = new Once<>(() -> bucket.map(this::provision));
    this.picture = new Once<>(this::findPicture);
  }

  public Optional<S3StoreOptions> bucket() {
    return bucket;
  }

  /** Whether the store does what is asked of it, by trying it. */
  public BucketState state() {
    return state.get();
  }

  /** How the bucket is set up; empty when pictures are on disk. */
  public Optional<ProvisionReport> report() {
    return report.get();
  }

  /** The bucket's own address. */
  public Optional<URI> address() {
    return bucket.map(BucketAddress::of);
  }

  /** A key that nothing has. */
  public String freeKey() {
    byte[] word = new byte[16];
    new SecureRandom().nextBytes(word);
    return PROBES + HexFormat.of().formatHex(word);
  }

  /** Key of a rendition that is shown at present. */
  public Optional<String> pictureKey() {
    return picture.get().map(name -> "avatars/" + name);
  }

  /** The same as the path of its address. */
  public Optional<String> picturePath() {
    return picture.get().map(name -> "/a/" + name);
  }

  private Optional<String> findPicture() {
    return installation
        .sql()
        .sql(
            """
            select replace(v.id::text, '-', '') || '/' || (o ->> 'name')
            from (select id, objects from version where state = 'LIVE' limit 1) v,
              jsonb_array_elements(v.objects) o
            where o ->> 'name' ~ '^[0-9]+[.](jpg|png)$' limit 1
            """)
        .query(String.class)
        .optional();
  }

  private BucketState probe(S3StoreOptions options) {
    try (S3Store store = S3Store.open(options)) {
      return store.probe(installation.clock());
    }
  }

  private ProvisionReport provision(S3StoreOptions options) {
    try (Provisioner provisioner =
        Provisioner.open(options, installation.settings(BucketSettings.class).wanted())) {
      return provisioner.look();
    }
  }

  private BucketState probeDisk() {
    byte[] bytes = "Cameo looked whether it can use this folder.".getBytes(StandardCharsets.UTF_8);
    NewObject object =
        new NewObject(freeKey(), bytes, new ObjectMetadata("text/plain", "no-store"));
    List<String> faults = new ArrayList<>();
    try {
      ObjectStore store = installation.objects();
      store.put(object);
      if (!isRefused(store, object)) {
        faults.add("The store overwrote an object: its file system has no hard links.");
      }
      try (StoredObject stored = store.require(object.key())) {
        if (!Arrays.equals(stored.readAll(1000), bytes)) {
          faults.add("What is read from the folder is not what was written: check the disk.");
        }
      }
      store.delete(object.key());
    } catch (StorageException | PicturesMissingException failed) {
      faults.add(String.valueOf(failed.getMessage()));
    }
    return faults.isEmpty() ? new BucketState.Usable(List.of()) : new BucketState.Unusable(faults);
  }

  private static boolean isRefused(ObjectStore store, NewObject object) {
    try {
      store.put(object);
      return false;
    } catch (ObjectExistsException asItShould) {
      return true;
    }
  }
}
