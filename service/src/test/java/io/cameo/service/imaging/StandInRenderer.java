package io.cameo.service.imaging;

import io.cameo.image.Crop;
import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.Rendition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stands in for the workers: makes bytes that depend on the upload and on the name, so that the
 * renditions of two uploads can be told apart.
 */
public final class StandInRenderer implements Renderer {

  private static final List<String> NAMES = List.of("128.jpg", "64.jpg", "master.jpg");

  @Override
  public Outcome render(SeekableByteChannel picture, long length, Optional<Crop> crop) {
    byte[] upload = read(picture, length);
    return new Outcome.Rendered(
        new Outcome.Source(ImageType.JPEG, 40, 30),
        crop.orElse(new Crop(0, 0, 30, 0)),
        false,
        NAMES.stream().map(name -> rendition(name, upload)).toList(),
        new byte[] {1, 2, 3},
        "#112233");
  }

  private static Rendition rendition(String name, byte[] upload) {
    byte[] bytes = new byte[500 + name.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (upload[i % upload.length] + name.charAt(i % name.length()));
    }
    int size = name.startsWith("master") ? 30 : Integer.parseInt(name.replace(".jpg", ""));
    return new Rendition(name, ImageType.JPEG, size, size, bytes);
  }

  private static byte[] read(SeekableByteChannel picture, long length) {
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    try {
      picture.position(0);
      while (bytes.hasRemaining() && picture.read(bytes) > 0) {
        // Reads until the buffer is full.
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return bytes.array();
  }

  /** What the workers throw when one of them dies with the picture. */
  public static ImagingFailedException workerEnded() {
    return new ImagingFailedException("crashed");
  }

  /** What the workers throw when none of them is free. */
  public static ImagingBusyException noWorkerFree() {
    return new ImagingBusyException(Duration.ofSeconds(3));
  }
}
