package io.cameo.service.scan;

import io.cameo.service.scan.ScannerUnavailableException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Finds out whether a scanner really refuses what it should: it has to let harmless bytes pass, to
 * find EICAR, and to find it in as many bytes as the largest upload may have. A clamd whose
 * MaxFileSize is lower answers OK for what it has not looked at, and only the last sample shows it.
 */
final class Trial {

  private static final ByteBuffer VERSION =
      ByteBuffer.wrap("zVERSION\0".getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();

  private final ClamdAddress address;
  private final ScanSettings settings;
  private final ScheduledExecutorService timer;
  private final Clock clock;
  private final LongSupplier nanos;

  Trial(
      ClamdAddress address,
      ScanSettings settings,
      ScheduledExecutorService timer,
      Clock clock,
      LongSupplier nanos) {
    this.address = address;
    this.settings = settings;
    this.timer = timer;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** The scanner's words on itself, and their age checked. */
  Signatures signatures() {
    Signatures signatures = version();
    signatures.requireFresh(clock.instant(), settings.maxSignatureAge());
    return signatures;
  }

  /** The same, however old they are. */
  Signatures version() {
    try (ClamdConnection connection = open()) {
      try {
        connection.write(VERSION.duplicate(), settings.times().write());
      } catch (IOException broken) {
        throw ClamdConnection.closed();
      }
      return Signatures.parse(connection.read(settings.times().verdict()));
    }
  }

  /**
   * Shows it the small samples.
   *
   * @throws ScannerUnavailableException when it fails
   */
  void small() {
    byte[] harmless = Samples.harmless();
    if (scan(sink -> sink.take(harmless, harmless.length)) instanceof Verdict.Infected infected) {
      throw new ScannerUnavailableException(
          Reason.UNFIT,
          "clamd finds "
              + infected.signature()
              + " in bytes in which there is nothing. Look at its own signatures.");
    }
    byte[] eicar = Samples.eicar();
    requireFound(
        scan(sink -> sink.take(eicar, eicar.length)),
        "clamd does not find the EICAR test string. Install ClamAV's own databases with freshclam"
            + " in the DatabaseDirectory of clamd.conf.");
  }

  /**
   * Shows it a sample of the largest upload's size. A signature may be tied to a file that is EICAR
   * and nothing else; then the archive around it proves the same.
   *
   * @throws ScannerUnavailableException when it does not look at all of it
   */
  void large() {
    long length = settings.largest();
    if (scan(sink -> Samples.padded(length, sink)) instanceof Verdict.Infected) {
      return;
    }
    requireFound(
        scan(sink -> Samples.zipped(length, sink)),
        "clamd does not look at uploads of "
            + length
            + " bytes and calls them clean. Set MaxFileSize, MaxScanSize and StreamMaxLength in"
            + " clamd.conf to more than MAX_AVATAR_SIZE, AlertExceedsMax and ScanArchive to yes,"
            + " and restart clamd.");
  }

  private interface Sample {
    void to(Samples.Sink sink);
  }

  private Verdict scan(Sample sample) {
    try (ClamdStream stream = new ClamdStream(open(), settings.times(), "", nanos)) {
      sample.to((bytes, length) -> stream.send(bytes, 0, length));
      return stream.verdict();
    }
  }

  private static void requireFound(Verdict verdict, String orElse) {
    if (!(verdict instanceof Verdict.Infected)) {
      throw new ScannerUnavailableException(Reason.UNFIT, orElse);
    }
  }

  private ClamdConnection open() {
    return ClamdConnection.open(address, settings.times().connect(), timer);
  }
}
