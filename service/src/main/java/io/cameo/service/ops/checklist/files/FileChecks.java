package io.cameo.service.ops.checklist.files;

import io.cameo.service.http.TlsSettings;
import io.cameo.service.objects.ObjectSettings;
import io.cameo.service.ops.checklist.files.ModesTight.Place;
import io.cameo.service.ops.checklist.files.ModesTight.Privacy;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.upload.UploadSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of this package, each with what it looks at. */
public final class FileChecks {

  private FileChecks() {}

  /**
   * @param log that is to be read through
   */
  public static List<Check> of(Installation installation, Optional<Path> log) {
    return List.of(
        new ModesTight(places(installation)),
        new ScrubberWorks(installation.scrubber()::scrub),
        new LogClean(log, installation.scrubber()));
  }

  private static List<Place> places(Installation installation) {
    Path data = installation.surroundings().data();
    List<Place> places =
        new ArrayList<>(
            List.of(
                new Place(data, Privacy.NOT_WRITABLE),
                new Place(installation.settings(ObjectSettings.class).folder(), Privacy.CLOSED),
                new Place(installation.settings(UploadSettings.class).spool(), Privacy.CLOSED),
                new Place(data.resolve("postgres"), Privacy.CLOSED),
                new Place(data.resolve("admin-key"), Privacy.SECRET)));
    installation
        .settings(TlsSettings.class)
        .files()
        .ifPresent(files -> places.add(new Place(files.key(), Privacy.SECRET)));
    return places;
  }
}
