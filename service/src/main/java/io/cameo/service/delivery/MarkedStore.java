package io.cameo.service.delivery;

import io.cameo.service.observability.Marks;
import io.cameo.storage.ObjectNotFoundException;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StoredObject;

/**
 * The object store as delivery sees it. Each read has a trace of its own: it is made once for all
 * who ask at the time, and requests for pictures are not traced.
 */
final class MarkedStore implements Store {

  private static final String READ = "delivery.read";
  private static final String LOOK = "delivery.look";

  private final ObjectStore objects;
  private final int largest;
  private final Marks marks;

  /**
   * @param largest most bytes that are read
   */
  MarkedStore(ObjectStore objects, int largest, Marks marks) {
    this.objects = objects;
    this.largest = largest;
    this.marks = marks;
  }

  @Override
  public byte[] read(String key) {
    String result = "failed";
    Marks.Mark mark = marks.alone(READ);
    try (StoredObject object = objects.require(key)) {
      byte[] bytes = object.readAll(largest);
      result = "done";
      return bytes;
    } catch (ObjectNotFoundException gone) {
      result = "missing";
      throw gone;
    } finally {
      mark.result(result);
      mark.close();
    }
  }

  @Override
  public boolean has(String key) {
    try (Marks.Mark mark = marks.alone(LOOK)) {
      boolean there = objects.stat(key).isPresent();
      mark.result(there ? "done" : "missing");
      return there;
    }
  }
}
