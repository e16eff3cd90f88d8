package io.cameo.image.worker;

import io.cameo.image.Crop;
import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Refused;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Recipe;
import io.cameo.image.Refusal;
import io.cameo.image.Rendition;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A real worker process with an engine that does what its picture says: the first byte of the
 * picture is the command, the second its argument.
 */
final class Puppet implements Renderer {
  private static final List<byte[]> HOARD = new ArrayList<>();
  private static final List<ByteBuffer> DIRECT_HOARD = new ArrayList<>();

  private final String mood;
  private final Path sign;

  private Puppet(String mood, Path sign) {
    this.mood = mood;
    this.sign = sign;
  }

  public static void main(String[] arguments) {
    WorkerMain.run(arguments, Puppet::open);
  }

  /** The name of the "library" is the mood to start in. */
  private static Renderer open(Path libvips) throws Exception {
    String mood = libvips.getFileName().toString();
    switch (mood) {
      case "dies-at-start" -> Runtime.getRuntime().halt(139);
      case "throws-at-start" -> throw new IllegalStateException("no engine today");
      case "hangs-at-start" -> hang();
      case "chatters-at-start" -> raw("hello, I am a library\n".getBytes(StandardCharsets.UTF_8));
      case "dies-when-ready" ->
          Thread.ofPlatform()
              .start(
                  () -> {
                    LockSupport.parkNanos(50_000_000);
                    Runtime.getRuntime().halt(139);
                  });
      case "starts-when-allowed" -> {
        if (!Files.exists(libvips.resolveSibling("allowed"))) {
          throw new IllegalStateException("not allowed yet");
        }
      }
      default -> {}
    }
    return new Puppet(mood, libvips.resolveSibling("sign"));
  }

  @Override
  public String version() {
    return mood;
  }

  /** The file's contents that a command makes. */
  static byte[] does(char command, int argument, String tail) {
    byte[] text = tail.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + text.length)
        .put((byte) command)
        .put((byte) argument)
        .put(text)
        .array();
  }

  @Override
  public Outcome render(ByteBuffer picture, Recipe recipe) throws Exception {
    byte command = picture.get(0);
    int argument = picture.get(1) & 0xff;
    return switch (command) {
      case 'G' -> good(picture, recipe);
      case 'R' ->
          new Refused(Refusal.values()[argument], "Refused, with a line\nbreak and \u00e9.");
      case 'X' -> {
        Runtime.getRuntime().halt(argument);
        yield good(picture, recipe);
      }
      case 'S' -> {
        String kill = "kill -" + argument + " " + ProcessHandle.current().pid();
        new ProcessBuilder("/bin/sh", "-c", kill).start().waitFor();
        yield hang();
      }
      case 'H' -> hang();
      case 'Z' -> {
        LockSupport.parkNanos(argument * 10_000_000L);
        yield good(picture, recipe);
      }
      case 'W' -> {
        while (!Files.exists(sign)) {
          LockSupport.parkNanos(3_000_000);
        }
        yield good(picture, recipe);
      }
      case 'M' -> {
        while (true) {
          HOARD.add(new byte[1 << 20]);
        }
      }
      case 'D' -> {
        while (true) {
          DIRECT_HOARD.add(ByteBuffer.allocateDirect(1 << 20));
        }
      }
      case 'e' -> {
        for (int i = 0; i < 20_000; i++) {
          System.err.println(
              "warning number " + i + " \u001b[31mof a chatty library " + "x".repeat(500));
        }
        yield good(picture, recipe);
      }
      case 'E' -> {
        while (true) {
          System.err.println("endless");
        }
      }
      case 'T' -> {
        System.out.println("a library prints");
        yield good(picture, recipe);
      }
      case 'N' -> throw new IllegalStateException("the engine is upset");
      case 'F' -> {
        new ProcessBuilder("/bin/sh", "-c", "(sleep 6 &)").inheritIO().start().waitFor();
        yield hang();
      }
      case 'C' -> {
        new ProcessBuilder("/bin/sh", "-c", "sleep 60").inheritIO().start();
        yield hang();
      }
      case 'w' -> wrong(argument, picture, recipe);
      default -> throw new IllegalStateException("no such command");
    };
  }

  /** Every rendition holds the size and what came after the command: nobody else's answer. */
  static Rendered good(ByteBuffer picture, Recipe recipe) {
    byte[] tail = new byte[Math.min(64, picture.limit() - 2)];
    picture.get(2, tail);
    List<Rendition> renditions = new ArrayList<>();
    for (int size : recipe.sizes()) {
      renditions.add(rendition(size + ".jpg", size, tail));
    }
    if (recipe.masterSize() > 0) {
      renditions.add(rendition("master.jpg", recipe.masterSize(), tail));
    }
    Crop crop = recipe.crop().orElse(new Crop(0, 0, 100, 0));
    return new Rendered(
        new Outcome.Source(ImageType.PNG, 100, 120),
        crop,
        false,
        renditions,
        new byte[] {1, 2, 3},
        "#0a0b0c");
  }

  private static Rendition rendition(String name, int size, byte[] tail) {
    return new Rendition(name, ImageType.JPEG, size, size, content(size, tail));
  }

  static byte[] content(int size, byte[] tail) {
    return ByteBuffer.allocate(4 + tail.length).putInt(size).put(tail).array();
  }

  /** A well-formed reply that is not what was asked for. */
  private static Rendered wrong(int how, ByteBuffer picture, Recipe recipe) {
    Rendered good = good(picture, recipe);
    List<Rendition> renditions = new ArrayList<>(good.renditions());
    Rendition first = renditions.removeFirst();
    switch (how) {
      case 0 -> {} // one is missing
      case 1 -> renditions.add(with(first, first.name(), first.width() + 1));
      case 2 -> renditions.add(with(first, "77.jpg", first.width()));
      case 3 -> renditions.addAll(List.of(first, with(first, "extra.jpg", 32)));
      case 4 -> renditions.addAll(List.of(with(first, "../" + first.name(), first.width())));
      case 5 ->
          renditions.add(
              new Rendition(
                  first.name(), ImageType.AVIF, first.width(), first.height(), first.bytes()));
      default -> throw new IllegalStateException("no such wrong");
    }
    return new Rendered(
        good.source(), good.crop(), false, renditions, good.thumbhash(), good.color());
  }

  private static Rendition with(Rendition from, String name, int side) {
    return new Rendition(name, from.type(), side, side, from.bytes());
  }

  private static Outcome hang() {
    while (true) {
      LockSupport.park();
    }
  }

  private static void raw(byte[] bytes) throws IOException {
    new FileOutputStream(FileDescriptor.out).write(bytes);
  }
}
