package io.cameo.service.upload;

import io.cameo.service.catalogue.TicketId;
import io.cameo.storage.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** A bucket in memory for direct uploads, for tests of other packages. */
public final class TestBucket {

  private final MemoryBucket bucket = new MemoryBucket(new Faults());

  /** The store with this bucket for what clients send. */
  public ObjectStore before(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("incoming")) {
                return Optional.of(bucket);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** What a client's form does. */
  public void arrive(String ticket, byte[] picture) {
    bucket.put(TicketId.parse(ticket).orElseThrow().key(), "image/jpeg", picture);
  }

  /** A body that begins like a JPEG and differs from that of every other seed. */
  public static byte[] picture(int seed) {
    return UploadRig.picture(seed);
  }
}
