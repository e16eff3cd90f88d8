package io.cameo.service.ops.importing;

import io.cameo.service.imaging.SandboxWatch;
import io.cameo.service.objects.NamedBucket;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.reconcile.Pace;
import io.cameo.service.settings.Options;
import io.cameo.service.upload.PictureIntake;
import io.cameo.storage.StorageException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes the pictures of many subjects in. */
@Command(
    name = "import",
    description = "Take pictures in from a folder, a list, another bucket or Gravatar.")
public final class ImportCommand extends OpsCommand {

  /** Longest wait for a first worker's word on its sandbox. */
  private static final Duration LONGEST_START = Duration.ofSeconds(40);

  @ArgGroup(exclusive = true, multiplicity = "1")
  private From from = new From();

  /** One of them is given. */
  static final class From {

    @Option(
        names = "--folder",
        paramLabel = "FOLDER",
        description = "Files that are named by their subjects: alice.jpg is the picture of alice.")
    private @Nullable Path folder;

    @Option(
        names = "--csv",
        paramLabel = "FILE",
        description =
            "A list whose first line names its columns: subject, and file (below the list's"
                + " folder), address, email (for Gravatar), or key (with --keys-in).")
    private @Nullable Path csv;

    @Option(
        names = "--bucket",
        paramLabel = "PLACE",
        description = "Objects below s3://bucket/prefix that are named by their subjects.")
    private @Nullable String bucket;
  }

  @Option(
      names = "--keys-in",
      paramLabel = "PLACE",
      description = "With --csv: s3://bucket/prefix, where the keys of the column key lie.")
  private @Nullable String keysIn;

  /** What happens to subjects that have a picture. */
  enum OnExisting {
    SKIP,
    REPLACE
  }

  @Option(
      names = "--on-existing",
      paramLabel = "skip|replace",
      description = "What happens to a subject that has a picture (default: skip).")
  private OnExisting onExisting = OnExisting.SKIP;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Most pictures a second (default: no limit).")
  private Optional<Integer> rate = Optional.empty();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Pictures at once, 1 to 4 (default: ${DEFAULT-VALUE}).")
  private int parallel = 2;

  @Option(
      names = "--refusals",
      paramLabel = "table|jsonl|csv",
      description = "Form in which refused pictures are listed (default: table).")
  private Refusal.Form form = Refusal.Form.TABLE;

  @Option(
      names = "--gravatar",
      paramLabel = "ADDRESS",
      description = "Where the pictures of e-mail addresses are (default: ${DEFAULT-VALUE}).")
  private URI gravatar = URI.create("https://www.gravatar.com/avatar/");

  @Option(
      names = "--allow-private-addresses",
      description = "Addresses may lead into this network and to this host.")
  private boolean allowPrivate;

  @Mixin private final Consent consent = new Consent();

  @Override
  protected Verdict run(OpsContext context) throws Exception {
    requireSense();
    context.requireSchema();
    try (Connection session = context.database().connect();
        Source source = source(context)) {
      ImportRuns.requireAlone(session);
      return run(context, source, SeenSubjects.in(session));
    } catch (StorageException failed) {
      throw OpsException.problem(String.valueOf(failed.getMessage()), failed);
    }
  }

  private void requireSense() {
    if (rate.filter(pictures -> pictures < 1).isPresent() || parallel < 1 || parallel > 4) {
      throw OpsException.wrongUse("--rate is 1 or more, --parallel is 1 to 4.");
    }
    if (keysIn != null && from.csv == null) {
      throw OpsException.wrongUse("--keys-in goes with --csv.");
    }
  }

  private Verdict run(OpsContext context, Source source, SeenSubjects subjects)
      throws IOException, InterruptedException {
    ImportRuns runs = new ImportRuns(context.sql());
    Optional<ImportRuns.Run> state =
        consent.isGiven()
            ? Optional.of(runs.begin(source.identity() + " " + onExisting))
            : Optional.empty();
    state
        .filter(run -> run.before() > 0)
        .ifPresent(run -> context.say("Goes on; " + run.before() + " were done before."));
    if (!form.head().isEmpty()) {
      context.printRecord(form.head());
    }
    Map<Importer.Outcome, Long> counts;
    try (Progress progress = context.progress("Pictures", Progress.UNKNOWN)) {
      PictureIntake intake = context.part(PictureIntake.class);
      context.part(SandboxWatch.class).require(LONGEST_START);
      Importer.Target target = new Importer.Target(intake, subjects, runs, state);
      counts = new Importer(target, manner(context, progress)).run(source);
    }
    state.ifPresent(runs::end);
    tell(context, counts);
    return Verdict.wellIf(!counts.containsKey(Importer.Outcome.REFUSED));
  }

  private Importer.Manner manner(OpsContext context, Progress progress) {
    Optional<Pace> pace = rate.map(pictures -> new Pace(pictures, System::nanoTime));
    return new Importer.Manner(
        onExisting == OnExisting.REPLACE,
        parallel,
        () -> pace.ifPresent(limit -> limit.spend(1)),
        refusal -> list(context, refusal),
        progress);
  }

  private void list(OpsContext context, Refusal refusal) {
    String line = form.line(refusal);
    if (form == Refusal.Form.TABLE) {
      context.print(line);
    } else {
      context.printRecord(line);
    }
  }

  private void tell(OpsContext context, Map<Importer.Outcome, Long> counts) {
    StringBuilder line = new StringBuilder();
    for (Importer.Outcome outcome : Importer.Outcome.values()) {
      long count = counts.getOrDefault(outcome, 0L);
      line.append(line.isEmpty() ? "" : ", ")
          .append(count)
          .append(' ')
          .append(Options.word(outcome));
    }
    String summary =
        consent.isGiven()
            ? line + "."
            : line + ", if it were done. Nothing was kept; say --yes to do it.";
    // A list that a program reads is nothing but the list.
    if (form == Refusal.Form.TABLE) {
      context.print(summary);
    } else {
      context.say(summary);
    }
    if (counts.isEmpty()) {
      context.say(
          from.csv != null
              ? "There is nothing in the list below its first line."
              : "There was no picture. What lies in folders below, and names that begin with a dot,"
                  + " are passed over.");
    }
  }

  private Source source(OpsContext context) {
    if (from.folder != null) {
      return new FolderSource(folder(from.folder));
    }
    if (from.bucket != null) {
      return bucket(context, from.bucket);
    }
    Path list = Path.of(String.valueOf(from.csv)).toAbsolutePath().normalize();
    if (!Files.isRegularFile(list)) {
      throw OpsException.wrongUse("There is no file " + list + ".");
    }
    return list(context, list);
  }

  private static Path folder(Path given) {
    Path folder = given.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw OpsException.wrongUse("There is no folder " + folder + ".");
    }
    return folder;
  }

  private Source list(OpsContext context, Path list) {
    PictureFetcher fetcher = PictureFetcher.of(new NetworkRules(allowPrivate));
    Gravatar mails = new Gravatar(gravatar, fetcher);
    FolderSource files = new FolderSource(folder(Path.of(String.valueOf(list.getParent()))));
    Map<String, ListSource.Opening> openings = new HashMap<>();
    openings.put("file", files::open);
    openings.put(
        "address",
        address ->
            fetcher
                .fetch(address)
                .orElseThrow(
                    () -> PictureFetcher.failed("The server says that there is no picture.")));
    openings.put("email", mails::open);
    if (keysIn == null) {
      return new ListSource(list, gravatar.toString(), openings);
    }
    BucketSource bucket = bucket(context, keysIn);
    openings.put("key", bucket::open);
    return new ListSource(list, bucket.identity(), openings) {
      @Override
      public void close() {
        bucket.close();
      }
    };
  }

  private static BucketSource bucket(OpsContext context, String text) {
    NamedBucket place =
        NamedBucket.parse(text)
            .orElseThrow(
                () -> OpsException.wrongUse(text + " is no bucket: say s3://bucket/prefix."));
    return new BucketSource(
        place, place.openForeign(context.settings(ObjectSettings.class).access()));
  }
}
