package io.cameo.service.renditions;

import io.cameo.image.Form;
import io.cameo.image.ImageType;
import io.cameo.image.Rendition;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Additions;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.LiveVersions;
import io.cameo.service.catalogue.LiveVersions.Live;
import io.cameo.service.catalogue.LiveVersions.Scanned;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionChanges;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.imaging.FormatSettings;
import io.cameo.service.imaging.ImagingBusyException;
import io.cameo.service.imaging.ImagingFailedException;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.imaging.MasterRenderer;
import io.cameo.service.renditions.RenditionMaker.Made;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings every current picture to the present sizes, formats and quality.
 *
 * <p>What only lacks sizes or formats gets them. What was made by another quality is made anew from
 * its master, as a new version in the place of the old one, because nothing at an immutable address
 * may ever change. Whatever is done is seen in the rows: a run that was ended goes on by looking.
 */
public final class Rerender {

  private static final Logger LOG = LoggerFactory.getLogger(Rerender.class);
  private static final int PAGE = 100;

  /** As many failures one after the other mean that the store or the workers are away. */
  private static final int GIVE_UP = 20;

  private static final Actor OPERATOR =
      new Actor("operator:rerender", Optional.empty(), Optional.empty());

  private final LiveVersions versions;
  private final VersionChanges changes;
  private final ObjectStore store;
  private final MasterRenderer renderer;
  private final Additions additions;
  private final RenditionMaker maker;
  private final Wanted wanted;

  /** What one version needs. */
  public enum Need {
    NOTHING,
    /** Sizes or formats. */
    MORE,
    /** Everything. */
    ANEW
  }

  /** What was done for one version. */
  public enum Done {
    WAS_RIGHT,
    ADDED,
    MADE_ANEW,
    /** It was changed meanwhile; the newer one is looked at when it is its turn, or was made so. */
    CHANGED,
    NO_ROOM,
    NO_MASTER,
    FAILED
  }

  /** Hears of every version. */
  public interface Listener {
    void done(Done done);
  }

  /** Where versions are found and changed. */
  public record Catalogues(LiveVersions versions, VersionChanges changes, Additions additions) {}

  public Rerender(
      Catalogues catalogues, ObjectStore store, MasterRenderer renderer, Wanted wanted) {
    this.versions = catalogues.versions();
    this.changes = catalogues.changes();
    this.store = store;
    this.renderer = renderer;
    this.additions = catalogues.additions();
    this.maker = new RenditionMaker(store, additions, renderer);
    this.wanted = wanted;
  }

  /** What every picture is to have by these settings. */
  public static Wanted wanted(ImagingSettings imaging, FormatSettings formats) {
    Set<Form> forms = EnumSet.of(Form.UNIVERSAL);
    forms.addAll(formats.forms());
    return new Wanted(imaging.output().sizes(), forms, imaging.output().recipe());
  }

  /** What the version needs, by its row. */
  public Need need(Live version) {
    if (!version.recipe().equals(wanted.recipe())) {
      return Need.ANEW;
    }
    return wanted.missing(version.objects()).isEmpty() ? Need.NOTHING : Need.MORE;
  }

  /**
   * Calls with every version that is current as this begins, in pages. What is made meanwhile, by
   * this walk or by an upload, has the present form already.
   *
   * @param each says whether to go on
   */
  public void look(Predicate<Live> each) {
    Instant began = versions.now();
    Optional<VersionId> after = Optional.empty();
    List<Live> page;
    do {
      page = versions.page(began, after, PAGE);
      for (Live version : page) {
        if (!each.test(version)) {
          return;
        }
        after = Optional.of(version.id());
      }
    } while (page.size() == PAGE);
  }

  /**
   * Brings all of them to what is wanted.
   *
   * @param atOnce versions that are dealt with at a time
   * @param pace called before each that needs something; slows the run down by waiting
   * @return false when it was given up, because one after the other failed
   */
  public boolean run(int atOnce, Runnable pace, Listener listener) {
    Semaphore free = new Semaphore(atOnce);
    AtomicInteger failedInARow = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      look(
          version -> {
            Need need = need(version);
            if (need == Need.NOTHING) {
              listener.done(Done.WAS_RIGHT);
              return true;
            }
            pace.run();
            free.acquireUninterruptibly();
            threads.execute(
                () -> {
                  try {
                    Done done = deal(version, need);
                    failedInARow.updateAndGet(before -> done == Done.FAILED ? before + 1 : 0);
                    listener.done(done);
                  } finally {
                    free.release();
                  }
                });
            return failedInARow.get() < GIVE_UP;
          });
    }
    return failedInARow.get() < GIVE_UP;
  }

  private Done deal(Live version, Need need) {
    try {
      return need == Need.MORE ? more(version) : anew(version);
    } catch (StorageException | ImagingBusyException | ImagingFailedException failed) {
      LOG.warn("Version {} could not be made again: {}", version.id(), failed.getMessage());
      return Done.FAILED;
    } catch (RuntimeException unexpected) {
      // Of a database that is away for a moment, say: what nobody counts would seem to be done.
      LOG.warn("Version {} could not be made again", version.id(), unexpected);
      return Done.FAILED;
    }
  }

  private Done more(Live version) {
    return told(maker.make(version.id(), version.objects(), wanted), Done.ADDED);
  }

  private static Done told(Made made, Done well) {
    return switch (made) {
      case DONE -> well;
      case GONE -> Done.CHANGED;
      case NO_ROOM -> Done.NO_ROOM;
      case NO_MASTER -> Done.NO_MASTER;
      case FAILED -> Done.FAILED;
    };
  }

  private Done anew(Live live) {
    Optional<Master> master =
        Master.of(live.objects()).flatMap(recorded -> Master.read(store, live.id(), recorded));
    Optional<Scanned> old = versions.find(live.id());
    if (old.isEmpty()) {
      return Done.CHANGED;
    }
    if (master.isEmpty()) {
      return Done.NO_MASTER;
    }
    List<Rendition> files = new ArrayList<>(files(master.get()));
    if (files.isEmpty()) {
      return Done.NO_MASTER;
    }
    files.add(again(master.get()));
    boolean formats = !wanted.only(Form.LATER).forms().isEmpty();
    VersionId id = VersionId.random();
    NewFiles made = new NewFiles(store, id, files);
    Version version = old.get().version();
    Intent intent =
        new Intent(
            id,
            version.subject(),
            version.life().order(),
            version.source(),
            version.look(),
            made.recorded(),
            new Intent.Making(old.get().scannedBy(), wanted.recipe(), formats));
    changes.intend(intent);
    made.write();
    if (formats) {
      // Or a service beside this makes the same at the same time. What ends here is due there
      // later.
      additions.later(id, FormatJob.LEASE);
    }
    if (!changes.replace(live.id(), intent, OPERATOR)) {
      return Done.CHANGED;
    }
    Made added = maker.make(id, intent.objects(), wanted);
    if (added != Made.FAILED) {
      additions.finish(id);
    }
    return told(added, Done.MADE_ANEW);
  }

  private List<Rendition> files(Master master) {
    return renderer.render(master.bytes(), master.side(), wanted.sizes(), Set.of(Form.UNIVERSAL));
  }

  /** The master goes on as it is: made of itself it would lose a little every time. */
  private static Rendition again(Master master) {
    ImageType type =
        master.recorded().extension().equals(ImageType.PNG.extension())
            ? ImageType.PNG
            : ImageType.JPEG;
    return new Rendition(
        master.recorded().name(), type, master.side(), master.side(), master.bytes());
  }
}
