package io.cameo.image.sniff;

import io.cameo.image.sniff.OutputWalk.Size;

/**
 * What a WebP of ours may hold: one VP8 or VP8L picture, or the extended form with alpha beside VP8
 * and nothing else.
 */
final class WebpOutput {
  private final Bytes in;
  private long at = WebpWalk.RIFF_BYTES;
  private long content;
  private long length;

  private WebpOutput(Bytes in) {
    this.in = in;
  }

  static Size check(Bytes in) throws RuleBroken {
    return new WebpOutput(in).check();
  }

  private Size check() throws RuleBroken {
    if (in.u32le(4) != in.size() - (long) WebpWalk.CHUNK_BYTES) {
      throw OutputWalk.broken("The WebP says another length than it has.");
    }
    int name = next();
    if (name == WebpWalk.VP8X) {
      return end(extended());
    }
    return end(picture(name));
  }

  private Size extended() throws RuleBroken {
    boolean onlyAlpha = length == WebpWalk.VP8X_BYTES && in.u32le(content) == WebpWalk.ALPHA_FLAG;
    if (!onlyAlpha) {
      throw OutputWalk.broken("The WebP has more than alpha beside its picture.");
    }
    Size canvas = new Size(in.u24le(content + 4) + 1L, in.u24le(content + 7) + 1L);
    if (next() != WebpWalk.ALPH || !picture(next()).equals(canvas)) {
      throw OutputWalk.broken("The WebP has an unusual extended form.");
    }
    return canvas;
  }

  private Size picture(int name) throws RuleBroken {
    if (name != WebpWalk.VP8 && name != WebpWalk.VP8L) {
      throw OutputWalk.broken("The WebP has the chunk " + OutputWalk.readable(name) + ".");
    }
    WebpWalk.Bitstream picture = WebpWalk.Bitstream.read(in, name, content, length);
    return new Size(picture.width(), picture.height());
  }

  /** Steps onto the next chunk, whose padding must be there and be zero. */
  private int next() throws RuleBroken {
    int name = in.name(at);
    length = in.u32le(at + 4);
    content = at + WebpWalk.CHUNK_BYTES;
    at = content + length;
    if (!in.has(content, length)) {
      throw RuleBroken.cutOff();
    }
    if ((length & 1) != 0) {
      if (in.u8(at) != 0) {
        throw OutputWalk.broken("The WebP has something in its padding.");
      }
      at++;
    }
    return name;
  }

  private Size end(Size size) throws RuleBroken {
    if (at != in.size()) {
      throw OutputWalk.broken("The WebP has bytes behind its picture.");
    }
    return size;
  }
}
