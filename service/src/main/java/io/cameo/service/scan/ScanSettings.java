package io.cameo.service.scan;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether and how uploads are scanned.
 *
 * @param clamd where the scanner listens; empty when scanning is off
 * @param maxSignatureAge oldest signatures that are relied on; empty takes any, dated or not
 * @param times how long the scanner may take
 * @param atOnce most scans under way
 * @param largest bytes of the largest upload, which the scanner must be able to see whole
 */
public record ScanSettings(
    Optional<ClamdAddress> clamd,
    Optional<Duration> maxSignatureAge,
    Times times,
    int atOnce,
    long largest) {

  /**
   * How long the scanner may take.
   *
   * @param connect for a connection, and for a place among the scans under way
   * @param write for the next bytes to be taken
   * @param verdict from the last byte to the verdict
   * @param probe between two trials of a scanner that is well
   * @param retry between two trials of one that is not
   */
  public record Times(
      Duration connect, Duration write, Duration verdict, Duration probe, Duration retry) {}

  private enum Mode {
    CLAMD,
    OFF
  }

  private static final Option<Optional<Mode>> MODE =
      new Option<>(
          "CAMEO_SCAN",
          "one of clamd, off",
          "",
          "Whether uploads are scanned for viruses. Without it, clamd when CAMEO_CLAMD is set, else"
              + " off; in production off must be said aloud.",
          text ->
              switch (text) {
                case "" -> Optional.empty();
                case "clamd" -> Optional.of(Mode.CLAMD);
                case "off" -> Optional.of(Mode.OFF);
                default -> throw new IllegalArgumentException("no such word");
              });

  private static final Option<Optional<ClamdAddress>> CLAMD =
      new Option<>(
          "CAMEO_CLAMD",
          ClamdAddress.FORM,
          "",
          "Where clamd, the ClamAV scanner, listens. See docs/operations/scanner.md for the"
              + " clamd.conf it needs.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(ClamdAddress.parse(text)));

  private static final Option<Optional<Duration>> AGE =
      Options.timeOrOff(
          "CAMEO_SCAN_MAX_SIGNATURE_AGE",
          "7d",
          Duration.ofHours(1),
          Duration.ofDays(365),
          "Oldest signatures that the scanner may have; with older ones, or with ones that do not"
              + " say their date, uploads are answered 503. off takes any.");

  private static final Option<Duration> TIMEOUT =
      Options.time(
          "CAMEO_SCAN_TIMEOUT",
          "10s",
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          "Longest time that the scanner may take from the last byte of an upload to its verdict;"
              + " after it the upload is answered 503.");

  private static final Option<Duration> PROBE =
      Options.time(
          "CAMEO_SCAN_PROBE",
          "30s",
          Duration.ofMillis(200),
          Duration.ofHours(1),
          "How often the scanner is tried with samples that it must find.");

  private static final Option<Integer> AT_ONCE =
      Options.count(
          "CAMEO_SCANS_AT_ONCE",
          128,
          1,
          10_000,
          "Most uploads that one node scans at the same time, each over a connection of its own."
              + " Keep it below MaxConnectionQueueLength of clamd.conf, divided by the nodes.");

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration WRITE = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /**
   * @param largest bytes of the largest upload
   */
  public static ScanSettings from(Settings settings, long largest) {
    Optional<Mode> mode = settings.get(MODE);
    Optional<ClamdAddress> address = settings.get(CLAMD);
    boolean on = mode.map(Mode.CLAMD::equals).orElse(address.isPresent());
    if (on && address.isEmpty() && !settings.isGiven(CLAMD)) {
      settings.refuse(
          CLAMD.name(), "is not set, but CAMEO_SCAN is clamd. Give " + ClamdAddress.FORM + ".");
    }
    Duration probe = settings.get(PROBE);
    return new ScanSettings(
        on ? address : Optional.empty(),
        settings.get(AGE),
        new Times(
            CONNECT,
            WRITE,
            settings.get(TIMEOUT),
            probe,
            probe.compareTo(RETRY) < 0 ? probe : RETRY),
        settings.get(AT_ONCE),
        largest);
  }

  /** Records what must be said aloud before this serves in production. */
  public static void refuseUnsafe(Settings settings) {
    if (!settings.isGiven(MODE) && !settings.isGiven(CLAMD)) {
      settings.refuse(
          MODE.name(),
          "is not set. Set CAMEO_CLAMD to the address of a ClamAV scanner, or say CAMEO_SCAN=off if"
              + " you accept uploads that nobody has scanned.");
    }
  }
}
