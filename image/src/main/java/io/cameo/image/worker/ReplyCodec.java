package io.cameo.image.worker;

import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Refusal;
import io.cameo.image.Rendition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The head of a reply: an {@link Outcome} without the bytes of its renditions, which follow as the
 * payload in the order of the directory.
 */
final class ReplyCodec {
  private static final int REFUSED = 0;
  private static final int RENDERED = 1;
  private static final int MAX_DETAIL = 250;
  private static final int MAX_NAME = 24;
  private static final int MAX_THUMBHASH = 64;

  /** Four types of 32 sizes, and the master. */
  private static final int MAX_RENDITIONS = 129;

  private static final int MAX_SIDE = 1_000_000;
  private static final int COLOR_BYTES = 3;

  /** Both sides are the same build, so a place in these lists means the same to both. */
  private static final List<ImageType> TYPES = List.of(ImageType.values());

  private static final List<Refusal> REFUSALS = List.of(Refusal.values());

  private ReplyCodec() {}

  /** What a head says: a refusal, or a picture whose renditions are still to be read. */
  sealed interface Head {}

  record RefusedHead(Refused outcome) implements Head {}

  /**
   * A rendered picture's head.
   *
   * @param picture the outcome without renditions
   * @param directory what the payload consists of, in its order
   */
  record RenderedHead(Rendered picture, List<Entry> directory) implements Head {
    RenderedHead {
      directory = List.copyOf(directory);
    }

    long payload() {
      return directory.stream().mapToLong(Entry::length).sum();
    }
  }

  /** One rendition of the directory: all but its bytes. */
  record Entry(String name, ImageType type, int width, int height, int length) {}

  /** The whole beginning of a reply, header and head; the renditions' bytes follow it. */
  static ByteBuffer encode(long id, Outcome outcome) {
    ByteBuffer head = ByteBuffer.allocate(FrameHeader.MAX_HEAD);
    int payload = 0;
    switch (outcome) {
      case Refused refused -> {
        head.put((byte) REFUSED).put((byte) REFUSALS.indexOf(refused.refusal()));
        Fields.putText(head, refused.detail(), MAX_DETAIL);
      }
      case Rendered rendered -> payload = putRendered(head.put((byte) RENDERED), rendered);
    }
    head.flip();
    ByteBuffer frame = ByteBuffer.allocate(FrameHeader.BYTES + head.remaining());
    new FrameHeader(FrameHeader.REPLY, head.remaining(), id, payload).write(frame);
    return frame.put(head).flip();
  }

  private static int putRendered(ByteBuffer head, Rendered rendered) {
    head.put((byte) TYPES.indexOf(rendered.source().type()));
    head.putInt(rendered.source().width()).putInt(rendered.source().height());
    CropCodec.put(head, rendered.crop());
    head.put((byte) (rendered.transparent() ? 1 : 0));
    if (rendered.thumbhash().length > MAX_THUMBHASH) {
      throw new IllegalArgumentException("A thumbhash has at most " + MAX_THUMBHASH + " bytes.");
    }
    head.put((byte) rendered.thumbhash().length).put(rendered.thumbhash());
    head.put(HexFormat.of().parseHex(rendered.color().substring(1)));
    head.put((byte) rendered.renditions().size());
    int payload = 0;
    for (Rendition one : rendered.renditions()) {
      Fields.putText(head, one.name(), MAX_NAME);
      head.put((byte) TYPES.indexOf(one.type()));
      head.putInt(one.width()).putInt(one.height()).putInt(one.bytes().length);
      payload = Math.addExact(payload, one.bytes().length);
    }
    return payload;
  }

  static Head decode(ByteBuffer head) throws WireException {
    return Fields.whole(head, ReplyCodec::head);
  }

  private static Head head(Fields in) throws WireException {
    if (in.octet(RENDERED) == REFUSED) {
      Refusal refusal = REFUSALS.get(in.octet(REFUSALS.size() - 1));
      return new RefusedHead(new Refused(refusal, in.text(MAX_DETAIL)));
    }
    ImageType type = TYPES.get(in.octet(TYPES.size() - 1));
    int width = in.number(1, MAX_SIDE);
    int height = in.number(1, MAX_SIDE);
    var crop = CropCodec.read(in);
    boolean transparent = in.flag();
    byte[] thumbhash = in.bytes(MAX_THUMBHASH);
    String color = "#" + HexFormat.of().formatHex(in.exactly(COLOR_BYTES));
    int count = in.octet(MAX_RENDITIONS);
    List<Entry> directory = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      directory.add(
          new Entry(
              in.text(MAX_NAME),
              TYPES.get(in.octet(TYPES.size() - 1)),
              in.number(1, MAX_SIDE),
              in.number(1, MAX_SIDE),
              in.number(1, Integer.MAX_VALUE)));
    }
    Rendered picture =
        new Rendered(
            new Outcome.Source(type, width, height),
            crop,
            transparent,
            List.of(),
            thumbhash,
            color);
    return new RenderedHead(picture, directory);
  }
}
