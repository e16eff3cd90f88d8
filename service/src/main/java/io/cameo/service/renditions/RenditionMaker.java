package io.cameo.service.renditions;

import io.cameo.image.Form;
import io.cameo.image.Rendition;
import io.cameo.service.catalogue.Additions;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.imaging.ImagingBusyException;
import io.cameo.service.imaging.ImagingFailedException;
import io.cameo.service.imaging.MasterRenderer;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the renditions that a version lacks, made of its master. */
final class RenditionMaker {

  private static final Logger LOG = LoggerFactory.getLogger(RenditionMaker.class);

  private final ObjectStore store;
  private final Additions additions;
  private final MasterRenderer renderer;

  /** What came of one version. */
  enum Made {
    /** It has all of them now. */
    DONE,
    /** It is not shown any more. */
    GONE,
    /** Its subject has no room for them. */
    NO_ROOM,
    /** There is no master to make them of, or it is no picture any more. */
    NO_MASTER,
    /** The store or a worker failed; a later try may do better. */
    FAILED
  }

  RenditionMaker(ObjectStore store, Additions additions, MasterRenderer renderer) {
    this.store = store;
    this.additions = additions;
    this.renderer = renderer;
  }

  /**
   * @param objects of the version, as recorded
   */
  Made make(VersionId id, List<StoredObject> objects, Wanted wanted) {
    Map<Form, List<Integer>> missing = wanted.missing(objects);
    if (missing.isEmpty()) {
      return Made.DONE;
    }
    try {
      Optional<Master> master =
          Master.of(objects).flatMap(recorded -> Master.read(store, id, recorded));
      if (master.isEmpty()) {
        return Made.NO_MASTER;
      }
      // One form at a time: the small ones of the first are shown while the next is made.
      for (Map.Entry<Form, List<Integer>> one : missing.entrySet()) {
        Made made = make(id, objects, master.get(), one.getKey(), one.getValue());
        if (made != Made.DONE) {
          return made;
        }
      }
      return Made.DONE;
    } catch (StorageException | ImagingBusyException | ImagingFailedException failed) {
      LOG.warn("Renditions of version {} could not be made: {}", id, failed.getMessage());
      return Made.FAILED;
    }
  }

  private Made make(
      VersionId id, List<StoredObject> objects, Master master, Form form, List<Integer> sizes) {
    Set<String> there = objects.stream().map(StoredObject::name).collect(Collectors.toSet());
    List<Rendition> made =
        renderer.render(master.bytes(), master.side(), sizes, Set.of(form)).stream()
            .filter(rendition -> !there.contains(rendition.name()))
            .toList();
    if (made.isEmpty()) {
      return Made.NO_MASTER;
    }
    NewFiles files = new NewFiles(store, id, made);
    return switch (additions.add(id, files.recorded(), files::write)) {
      case DONE -> Made.DONE;
      case GONE -> Made.GONE;
      case NO_ROOM -> Made.NO_ROOM;
    };
  }
}
