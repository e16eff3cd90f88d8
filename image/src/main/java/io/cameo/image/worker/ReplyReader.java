package io.cameo.image.worker;

import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Recipe;
import io.cameo.image.Rendition;
import io.cameo.image.worker.ReplyCodec.Entry;
import io.cameo.image.worker.ReplyCodec.RefusedHead;
import io.cameo.image.worker.ReplyCodec.RenderedHead;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads frames of a worker as what they are: input of an attacker. Every length is known to be
 * within its limit before memory is reserved for it.
 *
 * @param in the worker's standard output
 * @param maxReply most bytes of all renditions together
 * @param outputs checks every finished file
 */
record ReplyReader(InputStream in, int maxReply, OutputCheck outputs) {

  /**
   * Reads the first frame of a worker.
   *
   * @throws WireException when it is anything else than a READY
   * @throws IOException when the pipe ended
   */
  Ready ready() throws IOException {
    FrameHeader frame = header(FrameHeader.READY, 0);
    if (frame.id() != 0) {
      throw new WireException("a READY with a number");
    }
    return Ready.decode(exactly(frame.headLength()));
  }

  /**
   * Reads the reply to one request, to its last byte.
   *
   * @throws WireException when it is not exactly an answer to this request
   * @throws IOException when the pipe ended
   */
  Outcome reply(long id, Recipe recipe) throws IOException {
    FrameHeader frame = header(FrameHeader.REPLY, maxReply);
    if (frame.id() != id) {
      throw new WireException("a reply to another request");
    }
    return switch (ReplyCodec.decode(exactly(frame.headLength()))) {
      case RefusedHead refused -> {
        if (frame.payloadLength() != 0) {
          throw new WireException("a refusal with a payload");
        }
        yield refused.outcome();
      }
      case RenderedHead rendered -> {
        if (frame.payloadLength() != rendered.payload()) {
          throw new WireException("a payload of another length than its directory");
        }
        Promise.check(recipe, rendered);
        yield complete(rendered);
      }
    };
  }

  /** True when the worker has said something that nobody asked for. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  private Outcome complete(RenderedHead head) throws IOException {
    List<Rendition> renditions = new ArrayList<>(head.directory().size());
    for (Entry entry : head.directory()) {
      byte[] bytes = exactly(entry.length()).array();
      Optional<String> wrong =
          outputs.check(ByteBuffer.wrap(bytes), entry.type(), entry.width(), entry.height());
      if (wrong.isPresent()) {
        throw WireException.badOutput(entry.name() + ": " + wrong.get());
      }
      renditions.add(
          new Rendition(entry.name(), entry.type(), entry.width(), entry.height(), bytes));
    }
    Rendered of = head.picture();
    return new Rendered(
        of.source(), of.crop(), of.transparent(), renditions, of.thumbhash(), of.color());
  }

  private FrameHeader header(int kind, int maxPayload) throws IOException {
    return FrameHeader.read(exactly(FrameHeader.BYTES), kind, maxPayload);
  }

  private ByteBuffer exactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new EOFException("the worker's output ended within a frame");
    }
    return ByteBuffer.wrap(bytes);
  }
}
