package io.cameo.image.worker;

import io.cameo.image.Crop;
import io.cameo.image.Form;
import io.cameo.image.Recipe;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The head of a request: a {@link Recipe} in at most 141 bytes. The payload is the picture. */
final class RequestCodec {
  private static final int MAX_SIZES = 32;

  /** Both sides are the same build, so a bit means the same to both. */
  private static final List<Form> FORMS = List.of(Form.values());

  private RequestCodec() {}

  /** The whole beginning of a request, header and head, ready to be sent before the picture. */
  static ByteBuffer encode(long id, Recipe recipe, int pictureLength) {
    ByteBuffer head = ByteBuffer.allocate(FrameHeader.MAX_HEAD);
    head.put((byte) recipe.sizes().size());
    recipe.sizes().forEach(head::putInt);
    head.putInt(recipe.masterSize());
    head.put((byte) recipe.quality());
    head.put((byte) (recipe.crop().isPresent() ? 1 : 0));
    recipe.crop().ifPresent(crop -> CropCodec.put(head, crop));
    head.putLong(recipe.maxPixels());
    head.put((byte) bits(recipe.forms()));
    head.flip();
    ByteBuffer frame = ByteBuffer.allocate(FrameHeader.BYTES + head.remaining());
    new FrameHeader(FrameHeader.REQUEST, head.remaining(), id, pictureLength).write(frame);
    return frame.put(head).flip();
  }

  static Recipe decode(ByteBuffer head) throws WireException {
    return Fields.whole(head, RequestCodec::recipe);
  }

  private static Recipe recipe(Fields in) throws WireException {
    int count = in.octet(MAX_SIZES);
    List<Integer> sizes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sizes.add(in.number(1, Integer.MAX_VALUE));
    }
    int master = in.number(0, Integer.MAX_VALUE);
    int quality = in.octet(100);
    Optional<Crop> crop = in.flag() ? Optional.of(CropCodec.read(in)) : Optional.empty();
    long maxPixels = in.positive();
    return new Recipe(
        sizes, master, quality, crop, maxPixels, forms(in.octet((1 << FORMS.size()) - 1)));
  }

  private static int bits(Set<Form> forms) {
    return forms.stream().mapToInt(form -> 1 << FORMS.indexOf(form)).sum();
  }

  private static Set<Form> forms(int bits) {
    Set<Form> forms = EnumSet.noneOf(Form.class);
    for (Form form : FORMS) {
      if ((bits >> FORMS.indexOf(form) & 1) == 1) {
        forms.add(form);
      }
    }
    return forms;
  }
}
