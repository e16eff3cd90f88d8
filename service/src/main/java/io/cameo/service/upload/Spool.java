package io.cameo.service.upload;

import io.cameo.service.catalogue.VersionId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the body of an upload from the network to a file, counting and hashing on the way, so that
 * no body is ever held on the heap.
 */
final class Spool {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int CHUNK = 64 * 1024;

  private final Path folder;
  private final LongSupplier nanoTime;

  /** Opens the folder and removes what an earlier run left in it. */
  Spool(Path folder, LongSupplier nanoTime) {
    this.folder = folder;
    this.nanoTime = nanoTime;
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder)) {
        for (Path leftover : leftovers) {
          Files.deleteIfExists(leftover);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "The folder for uploads under way, " + folder + ", cannot be used.", failed);
    }
  }

  /**
   * An upload that has arrived.
   *
   * @param file open for reading; the name on disk disappears with {@link #close}
   * @param sha256 lower-case hexadecimal digest
   */
  record Spooled(Path path, FileChannel file, long length, String sha256) implements AutoCloseable {
    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException ignored) {
        // Nothing that is still wanted can be lost by this.
      }
      try {
        Files.deleteIfExists(path);
      } catch (IOException leftForTheNextStart) {
        throw new UncheckedIOException(leftForTheNextStart);
      }
    }
  }

  /**
   * Reads a body to its end.
   *
   * @param limit most bytes; one more is {@code too-large}
   * @param within longest time it may take
   */
  Spooled receive(InputStream body, long limit, Duration within) {
    Path path = folder.resolve(VersionId.random() + ".upload");
    boolean kept = false;
    try {
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        Spooled spooled = copy(body, limit, within, path, file);
        kept = true;
        return spooled;
      } finally {
        if (!kept) {
          file.close();
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException failed) {
      LOG.error("An upload could not be spooled to {}", folder, failed);
      throw UploadProblems.storageFull().toException();
    }
  }

  private Spooled copy(InputStream body, long limit, Duration within, Path path, FileChannel file)
      throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[CHUNK];
    ByteBuffer toFile = ByteBuffer.wrap(chunk);
    long begun = nanoTime.getAsLong();
    long length = 0;
    int read;
    while ((read = read(body, chunk)) >= 0) {
      length += read;
      if (length > limit) {
        throw UploadProblems.tooLarge(limit).toException();
      }
      if (nanoTime.getAsLong() - begun > within.toNanos()) {
        throw UploadProblems.bodyTimeout().toException();
      }
      digest.update(chunk, 0, read);
      toFile.clear().limit(read);
      while (toFile.hasRemaining()) {
        file.write(toFile);
      }
    }
    if (length == 0) {
      throw UploadProblems.empty().toException();
    }
    return new Spooled(path, file, length, HexFormat.of().formatHex(digest.digest()));
  }

  private static int read(InputStream body, byte[] chunk) {
    try {
      return body.read(chunk);
    } catch (SocketTimeoutException stalled) {
      throw UploadProblems.bodyTimeout().toException();
    } catch (IOException interrupted) {
      throw UploadProblems.interrupted().toException();
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
