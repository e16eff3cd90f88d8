package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.sniff.ContainerWalk;
import io.cameo.image.sniff.PictureFacts;
import io.cameo.image.sniff.Walk;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import io.cameo.service.imaging.ImagingBusyException;
import io.cameo.service.imaging.ImagingFailedException;
import io.cameo.service.imaging.Renderer;
import io.cameo.service.scan.Scan;
import io.cameo.service.scan.Scanner;
import io.cameo.service.scan.ScannerUnavailableException;
import io.cameo.service.scan.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/** Does with a picture what an upload of it would, up to the point where it would be stored. */
public final class UploadTrial {

  private final UploadSettings settings;
  private final Scanner scanner;
  private final Renderer renderer;

  public UploadTrial(UploadSettings settings, Scanner scanner, Renderer renderer) {
    this.settings = settings;
    this.scanner = scanner;
    this.renderer = renderer;
  }

  /**
   * What an upload would come to.
   *
   * @param problem what its sender would be told; empty when it would be taken
   * @param type what the bytes say they are; empty when they are none of ours
   * @param facts what the container says of the picture, as far as it can be read
   * @param result what would be stored
   */
  public record Result(
      Optional<Problem> problem,
      Optional<ImageType> type,
      Optional<PictureFacts> facts,
      Optional<Outcome.Rendered> result) {

    /** What comes of a fault of our own. */
    public static Result failed() {
      return refused(CommonProblems.internal(), Optional.empty(), Optional.empty());
    }

    private static Result refused(
        Problem problem, Optional<ImageType> type, Optional<PictureFacts> facts) {
      return new Result(Optional.of(problem), type, facts, Optional.empty());
    }
  }

  /**
   * Tries one picture.
   *
   * @param picture open for reading
   * @throws IOException when it cannot be read
   */
  public Result run(SeekableByteChannel picture, Optional<Crop> crop) throws IOException {
    long length = picture.size();
    if (length == 0) {
      return Result.refused(UploadProblems.empty(), Optional.empty(), Optional.empty());
    }
    if (length > settings.maxBytes()) {
      return Result.refused(
          UploadProblems.tooLarge(settings.maxBytes()),
          ContainerWalk.typeOf(read(picture, Math.min(length, ContainerWalk.HEAD_BYTES))),
          Optional.empty());
    }
    ByteBuffer bytes = read(picture, length);
    Optional<ImageType> type = ContainerWalk.typeOf(bytes);
    if (type.isEmpty()) {
      return Result.refused(UploadBody.ofNoType(), type, Optional.empty());
    }
    Optional<Problem> found = scan(bytes);
    if (found.isPresent()) {
      return Result.refused(found.get(), type, Optional.empty());
    }
    Optional<PictureFacts> facts =
        ContainerWalk.walk(bytes) instanceof Walk.Admitted(PictureFacts walked)
            ? Optional.of(walked)
            : Optional.empty();
    try {
      return switch (renderer.render(picture, length, crop)) {
        case Outcome.Rendered rendered ->
            new Result(Optional.empty(), type, facts, Optional.of(rendered));
        case Outcome.Refused refused -> Result.refused(UploadProblems.of(refused), type, facts);
      };
    } catch (ImagingBusyException busy) {
      return Result.refused(UploadProblems.busy(busy.retryAfter()), type, facts);
    } catch (ImagingFailedException failed) {
      return Result.refused(UploadProblems.workerFailed(), type, facts);
    }
  }

  private Optional<Problem> scan(ByteBuffer bytes) {
    try (Scan scan = scanner.begin()) {
      scan.send(bytes.array(), 0, bytes.limit());
      return scan.verdict() instanceof Verdict.Infected
          ? Optional.of(UploadProblems.infected())
          : Optional.empty();
    } catch (ScannerUnavailableException noVerdict) {
      return Optional.of(UploadProblems.scannerUnavailable());
    }
  }

  /**
   * The square of a command's words, in the form that the parameter {@code crop} has.
   *
   * @throws ProblemException when it is none
   */
  public static Optional<Crop> crop(String words) {
    return CropParameter.parse(Optional.of(words));
  }

  private static ByteBuffer read(SeekableByteChannel picture, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    picture.position(0);
    while (bytes.hasRemaining() && picture.read(bytes) >= 0) {
      // Reads until the buffer is full, or the file is shorter than it was.
    }
    return bytes.flip();
  }
}
