package io.cameo.service.upload;

import io.cameo.service.catalogue.VersionId;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.observability.Marks;
import io.cameo.service.scan.Scan;
import io.cameo.service.scan.Scanner;
import io.cameo.service.scan.ScannerUnavailableException;
import io.cameo.service.scan.Verdict;
import io.cameo.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the body of an upload from the network to memory outside the heap, or to a file when that
 * is used up, counting, hashing and scanning on the way: no body is ever held on the heap. This is
 * where every picture comes in, so nothing comes in without the scanner's verdict.
 */
final class Spool {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int CHUNK = 64 * 1024;

  private final Path folder;
  private final SpoolMemory memory;
  private final Scanner scanner;
  private final Marks marks;
  private final LongSupplier nanoTime;

  /** Opens the folder and removes what an earlier run left in it. */
  Spool(Path folder, SpoolMemory memory, Scanner scanner, Marks marks, LongSupplier nanoTime) {
    this.folder = folder;
    this.memory = memory;
    this.scanner = scanner;
    this.marks = marks;
    this.nanoTime = nanoTime;
    try {
      Files.createDirectories(folder);
      closeToOthers(folder);
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

  /** What lies here nobody has looked at yet; a folder of an older release is closed too. */
  private static void closeToOthers(Path folder) throws IOException {
    PosixFileAttributeView modes = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (modes != null) {
      modes.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
  }

  /**
   * An upload that has arrived and in which nothing was found.
   *
   * @param picture open for reading; what is behind it disappears with {@link #close}
   * @param sha256 lower-case hexadecimal digest
   * @param scannedBy the scanner and its signatures; empty only where scanning is turned off
   */
  record Spooled(
      SeekableByteChannel picture, long length, String sha256, Optional<String> scannedBy)
      implements AutoCloseable {
    @Override
    public void close() {
      closeQuietly(picture);
    }
  }

  /**
   * Returns when a body could be scanned now; to be asked before one is let in.
   *
   * @throws io.cameo.service.http.ProblemException {@code scanner-unavailable}
   */
  void requireScanner() {
    try {
      scanner.requireAvailable();
    } catch (ScannerUnavailableException away) {
      throw UploadProblems.scannerUnavailable().toException();
    }
  }

  /**
   * Reads a body to its end, and shows it to the scanner as it comes. Whatever ends it early gives
   * the scan up in the same moment.
   *
   * @param declared its length as it was declared, or less than 0
   * @param limit most bytes; one more is {@code too-large}
   * @param within longest time it may take
   */
  Spooled receive(InputStream body, long declared, long limit, Duration within) {
    boolean kept = false;
    SeekableByteChannel place = null;
    try (Scan scan = scanner.begin()) {
      place = open(declared);
      Spooled spooled = copy(body, limit, within, place, scan);
      kept = true;
      return spooled;
    } catch (ScannerUnavailableException noVerdict) {
      LOG.warn("An upload was refused unscanned: {}", noVerdict.detail());
      throw UploadProblems.scannerUnavailable().toException();
    } catch (IOException failed) {
      LOG.error("An upload could not be spooled to {}", folder, failed);
      throw UploadProblems.storageFull().toException();
    } finally {
      if (!kept && place != null) {
        closeQuietly(place);
      }
    }
  }

  private SeekableByteChannel open(long declared) throws IOException {
    Optional<SeekableByteChannel> inMemory = memory.lease(declared);
    if (inMemory.isPresent()) {
      return inMemory.get();
    }
    return FileChannel.open(
        folder.resolve(VersionId.random() + ".upload"),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Nothing that is still wanted can be lost by this. */
  private static void closeQuietly(SeekableByteChannel place) {
    try {
      place.close();
    } catch (IOException sweptAtTheNextStart) {
      LOG.warn("A spooled upload could not be removed", sweptAtTheNextStart);
    }
  }

  private Spooled copy(
      InputStream body, long limit, Duration within, SeekableByteChannel place, Scan scan)
      throws IOException {
    MessageDigest digest = Sha256.begin();
    byte[] chunk = new byte[CHUNK];
    ByteBuffer arrived = ByteBuffer.wrap(chunk);
    long begun = nanoTime.getAsLong();
    long length = 0;
    int read;
    while ((read = read(body, chunk)) >= 0) {
      length += read;
      if (length > limit) {
        throw UploadProblems.tooLarge(limit).toException();
      }
      if (nanoTime.getAsLong() - begun > within.toNanos()) {
        throw CommonProblems.bodyTimeout().toException();
      }
      digest.update(chunk, 0, read);
      arrived.clear().limit(read);
      while (arrived.hasRemaining()) {
        place.write(arrived);
      }
      scan.send(chunk, 0, read);
    }
    if (length == 0) {
      throw UploadProblems.empty().toException();
    }
    String sha256 = Sha256.written(digest.digest());
    return new Spooled(place, length, sha256, cleared(verdict(scan), sha256));
  }

  /** What is left of the scan when the last byte has come. */
  private Verdict verdict(Scan scan) {
    try (Marks.Mark mark = marks.within("upload.scan")) {
      Verdict verdict = scan.verdict();
      mark.result(
          switch (verdict) {
            case Verdict.Clean _ -> "clean";
            case Verdict.Infected _ -> "infected";
            case Verdict.NotAsked _ -> "off";
          });
      return verdict;
    }
  }

  /** Who found nothing. */
  private static Optional<String> cleared(Verdict verdict, String sha256) {
    return switch (verdict) {
      case Verdict.Clean clean -> Optional.of(clean.by());
      case Verdict.NotAsked _ -> Optional.empty();
      case Verdict.Infected infected -> {
        LOG.warn(
            "The scanner found {} in an upload with the SHA-256 {}; nothing of it is kept",
            infected.signature(),
            sha256);
        throw UploadProblems.infected().toException();
      }
    };
  }

  private static int read(InputStream body, byte[] chunk) {
    try {
      return body.read(chunk);
    } catch (SocketTimeoutException stalled) {
      throw CommonProblems.bodyTimeout().toException();
    } catch (IOException interrupted) {
      throw UploadProblems.interrupted().toException();
    }
  }
}
