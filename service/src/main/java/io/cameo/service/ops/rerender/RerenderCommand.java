package io.cameo.service.ops.rerender;

import io.cameo.service.catalogue.Additions;
import io.cameo.service.catalogue.LiveVersions;
import io.cameo.service.catalogue.VersionChanges;
import io.cameo.service.imaging.BackgroundWorkers;
import io.cameo.service.imaging.FormatSettings;
import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.reconcile.Pace;
import io.cameo.service.renditions.Rerender;
import io.cameo.service.renditions.Rerender.Done;
import io.cameo.service.renditions.Rerender.Need;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Brings every current picture to the present sizes, formats and quality. */
@Command(
    name = "rerender",
    description = "Bring all current pictures to the present sizes, formats and quality.")
public final class RerenderCommand extends OpsCommand {

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Most pictures a second (default: no limit).")
  private Optional<Integer> rate = Optional.empty();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "Pictures at once, 1 to 16, each with a worker that stands back behind everything else"
              + " (default: one a core).")
  private int parallel = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16);

  @Mixin private final Consent consent = new Consent();
  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    if (rate.filter(pictures -> pictures < 1).isPresent() || parallel < 1 || parallel > 16) {
      throw OpsException.wrongUse("--rate is 1 or more, --parallel is 1 to 16.");
    }
    context.requireSchema();
    LiveVersions versions = new LiveVersions(context.sql(), JsonMapper.shared());
    ImagingSettings imaging = context.settings(ImagingSettings.class);
    try (BackgroundWorkers workers = new BackgroundWorkers(imaging, parallel)) {
      Rerender rerender =
          new Rerender(
              new Rerender.Catalogues(
                  versions, context.part(VersionChanges.class), context.part(Additions.class)),
              context.objects(),
              workers,
              Rerender.wanted(imaging, context.settings(FormatSettings.class)));
      return consent.isGiven()
          ? work(context, rerender, versions.count())
          : plan(context, rerender, versions.count());
    }
  }

  private Verdict plan(OpsContext context, Rerender rerender, long total) {
    Map<Need, Long> needs = new EnumMap<>(Need.class);
    try (Progress progress = context.progress("Looked at", total)) {
      rerender.look(
          version -> {
            needs.merge(rerender.need(version), 1L, Long::sum);
            progress.advance(1);
            return true;
          });
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Need need : Need.values()) {
      counts.put(word(need), needs.getOrDefault(need, 0L));
    }
    if (json.isAsked()) {
      context.printJson(counts);
    } else {
      context.print(counts.get("nothing") + " pictures are as they should be.");
      context.print(counts.get("more") + " lack sizes or formats, which will be added.");
      context.print(
          counts.get("anew")
              + " were made by other settings and will be made anew from their masters. Each gets"
              + " new addresses; the old ones stay until the grace time is over.");
      context.say("Nothing was done. Say --yes to do it.");
    }
    return Verdict.WELL;
  }

  /** How programs read it. */
  private static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Verdict work(OpsContext context, Rerender rerender, long total) {
    Optional<Pace> pace = rate.map(pictures -> new Pace(pictures, System::nanoTime));
    Tally tally = new Tally();
    boolean whole;
    try (Progress progress = context.progress("Pictures", total)) {
      whole =
          rerender.run(
              parallel,
              () -> pace.ifPresent(limit -> limit.spend(1)),
              done -> {
                tally.count(done);
                progress.advance(1);
              });
    }
    if (json.isAsked()) {
      context.printJson(tally.counts(RerenderCommand::word));
    } else {
      tally.counts(Tally::words).forEach((what, count) -> context.print(count + " " + what));
    }
    if (!whole) {
      throw OpsException.problem(
          "One picture after the other failed, so the rest was left: look at the log, then run the"
              + " same command again, it goes on from here.");
    }
    return Verdict.wellIf(tally.isWell());
  }

  /** Counts what was done, from any thread. */
  private static final class Tally {

    private final Map<Done, Long> done = new EnumMap<>(Done.class);

    synchronized void count(Done one) {
      done.merge(one, 1L, Long::sum);
    }

    synchronized Map<String, Long> counts(Function<Done, String> name) {
      Map<String, Long> counts = new LinkedHashMap<>();
      for (Done one : Done.values()) {
        counts.put(name.apply(one), done.getOrDefault(one, 0L));
      }
      return counts;
    }

    synchronized boolean isWell() {
      return !done.containsKey(Done.FAILED);
    }

    private static String words(Done one) {
      return switch (one) {
        case WAS_RIGHT -> "were as they should be";
        case ADDED -> "got sizes or formats";
        case MADE_ANEW -> "were made anew";
        case CHANGED -> "were changed by their users meanwhile";
        case NO_ROOM -> "have no room left in their quota";
        case NO_MASTER -> "have no master to be made of";
        case FAILED -> "failed";
      };
    }
  }
}
