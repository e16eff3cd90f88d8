package io.cameo.image.worker;

import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A worker process that speaks the protocol by itself, and breaks it as its picture says. */
final class LiarPuppet {
  private LiarPuppet() {}

  public static void main(String[] arguments) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    out.write(
        new Ready(ProcessHandle.current().pid(), "liar", 0, List.of("none")).encode().array());
    while (true) {
      byte[] header = in.readNBytes(FrameHeader.BYTES);
      if (header.length == 0) {
        return;
      }
      FrameHeader frame =
          FrameHeader.read(ByteBuffer.wrap(header), FrameHeader.REQUEST, Integer.MAX_VALUE);
      Recipe recipe = RequestCodec.decode(ByteBuffer.wrap(in.readNBytes(frame.headLength())));
      ByteBuffer picture = ByteBuffer.wrap(in.readNBytes(frame.payloadLength()));
      lie(out, frame.id(), picture, recipe);
    }
  }

  private static void lie(DataOutputStream out, long id, ByteBuffer picture, Recipe recipe)
      throws IOException {
    Outcome.Rendered good = Puppet.good(picture, recipe);
    byte[] begin = ReplyCodec.encode(id, good).array();
    byte[] first = good.renditions().getFirst().bytes();
    switch ((char) picture.get(0)) {
      case 'G' -> whole(out, id, good);
      case 'p' -> { // a part of the reply, and silence
        out.write(begin, 0, begin.length - 3);
        hang();
      }
      case 'q' -> { // a part of the payload, and the end
        out.write(begin);
        out.write(first, 0, first.length - 1);
        Runtime.getRuntime().halt(0);
      }
      case 'i' -> whole(out, id + 1, good);
      case 'j' -> whole(out, id - 1, good);
      case 'l' -> { // a payload of two gigabytes
        ByteBuffer.wrap(begin).putInt(16, Integer.MAX_VALUE);
        out.write(begin);
        hang();
      }
      case 'm' -> { // a negative length
        ByteBuffer.wrap(begin).putInt(16, -1);
        out.write(begin);
        hang();
      }
      case 'h' -> { // a head of 64 KiB
        ByteBuffer.wrap(begin).putShort(6, (short) -1);
        out.write(begin);
        hang();
      }
      case 'x' -> { // one byte too many, at once
        ByteBuffer all = ByteBuffer.allocate(begin.length + 1 + total(good)).put(begin);
        good.renditions().forEach(one -> all.put(one.bytes()));
        out.write(all.array());
      }
      case 'y' -> { // two replies
        whole(out, id, good);
        whole(out, id, good);
      }
      case 'z' -> { // noise
        byte[] noise = new byte[4096];
        new java.util.Random(id).nextBytes(noise);
        out.write(noise);
        hang();
      }
      case 'c' -> { // closes its output and lives on
        out.close();
        hang();
      }
      default -> throw new IllegalStateException("no such lie");
    }
  }

  private static void whole(DataOutputStream out, long id, Outcome.Rendered good)
      throws IOException {
    byte[] begin = ReplyCodec.encode(id, good).array();
    ByteBuffer all = ByteBuffer.allocate(begin.length + total(good)).put(begin);
    good.renditions().forEach(one -> all.put(one.bytes()));
    out.write(all.array());
  }

  private static int total(Outcome.Rendered good) {
    return good.renditions().stream().mapToInt(one -> one.bytes().length).sum();
  }

  private static void hang() {
    while (true) {
      LockSupport.park();
    }
  }
}
