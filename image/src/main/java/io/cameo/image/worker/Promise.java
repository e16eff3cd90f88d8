package io.cameo.image.worker;

import io.cameo.image.Crop;
import io.cameo.image.Form;
import io.cameo.image.ImageType;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Recipe;
import io.cameo.image.worker.ReplyCodec.Entry;
import io.cameo.image.worker.ReplyCodec.RenderedHead;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a recipe promises about its reply: every size in every form that is asked for, a PNG beside
 * the JPEG when the picture is transparent, the master when there is to be one, nothing else, all
 * of a picture within the limits. Checked before the supervisor reserves a byte for the payload.
 */
final class Promise {
  /** An encoder that only wastes: the pixels as they are, and this for the container. */
  private static final int CONTAINER = 64 * 1024;

  private Promise() {}

  /**
   * @throws WireException of kind {@link WorkerExit#BAD_OUTPUT}
   */
  static void check(Recipe recipe, RenderedHead head) throws WireException {
    checkSource(recipe, head.picture());
    List<Entry> directory = head.directory();
    boolean master = recipe.masterSize() > 0;
    boolean transparent = head.picture().transparent();
    Set<ImageType> types = types(recipe, transparent);
    int asked = recipe.sizes().size() * types.size() + (master ? 1 : 0);
    require(directory.size() == asked, "number of renditions");
    for (int size : recipe.sizes()) {
      for (ImageType type : types) {
        Entry entry = named(directory, size + "." + type.extension());
        require(entry.type() == type, "type of " + entry.name());
        require(entry.width() == size && entry.height() == size, "size of " + entry.name());
      }
    }
    if (master) {
      checkMaster(recipe, directory, transparent ? ImageType.PNG : ImageType.JPEG);
    }
    for (Entry entry : directory) {
      long raw = 4L * entry.width() * entry.height();
      require(entry.length() <= raw + CONTAINER, "bytes of " + entry.name());
    }
  }

  private static Set<ImageType> types(Recipe recipe, boolean transparent) {
    Set<ImageType> types = EnumSet.noneOf(ImageType.class);
    for (Form form : recipe.forms()) {
      types.add(form.type());
      if (form == Form.UNIVERSAL && transparent) {
        types.add(ImageType.PNG);
      }
    }
    return types;
  }

  private static void checkSource(Recipe recipe, Rendered picture) throws WireException {
    long pixels = (long) picture.source().width() * picture.source().height();
    require(pixels <= recipe.maxPixels(), "pixels of the source");
    Crop crop = picture.crop();
    require(recipe.crop().isEmpty() || recipe.crop().get().equals(crop), "another crop");
    boolean lying = crop.rotate() % 180 != 0;
    int width = lying ? picture.source().height() : picture.source().width();
    int height = lying ? picture.source().width() : picture.source().height();
    require(
        (long) crop.x() + crop.size() <= width && (long) crop.y() + crop.size() <= height,
        "a crop outside the picture");
  }

  private static void checkMaster(Recipe recipe, List<Entry> directory, ImageType type)
      throws WireException {
    Entry entry = named(directory, "master." + type.extension());
    require(entry.type() == type, "type of the master");
    require(
        entry.width() == entry.height() && entry.width() <= recipe.masterSize(),
        "size of the master");
  }

  private static Entry named(List<Entry> directory, String name) throws WireException {
    for (Entry entry : directory) {
      if (entry.name().equals(name)) {
        return entry;
      }
    }
    throw WireException.badOutput("no " + name);
  }

  private static void require(boolean kept, String what) throws WireException {
    if (!kept) {
      throw WireException.badOutput("not as asked: " + what);
    }
  }
}
