package io.cameo.service.ops.checklist.files;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether other users of this machine are kept out of what is Cameo's own. */
final class ModesTight implements Check {

  private final List<Place> places;

  /** How much of a place is for its owner alone. */
  enum Privacy {
    /** What is in it has modes of its own; nobody else may put anything there. */
    NOT_WRITABLE("o-w", PosixFilePermission.OTHERS_WRITE),
    /** Others may neither look into it nor change it. */
    CLOSED("o-rw", PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE),
    /** The group may not either. */
    SECRET(
        "600",
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.GROUP_WRITE);

    private final String change;
    private final Set<PosixFilePermission> forbidden;

    Privacy(String change, PosixFilePermission... forbidden) {
      this.change = change;
      this.forbidden = Set.of(forbidden);
    }
  }

  /** A file or a folder. */
  record Place(Path path, Privacy privacy) {}

  /**
   * @param places those that are not there are passed over
   */
  ModesTight(List<Place> places) {
    this.places = List.copyOf(places);
  }

  @Override
  public About about() {
    return new About(
        Line.AUD_1,
        "modes-tight",
        "Other users of this machine can read neither pictures nor secrets",
        "Reads the modes of the data folder, of the folders of pictures, uploads under way and the"
            + " database in it, and of the files with keys.");
  }

  @Override
  public Answer look() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (Place place : places) {
      if (!Files.exists(place.path())) {
        continue;
      }
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(place.path());
      String seen = place.path() + " is " + PosixFilePermissions.toString(modes);
      if (modes.stream().anyMatch(place.privacy().forbidden::contains)) {
        wrong.add(seen + ": chmod " + place.privacy().change + " " + place.path());
      } else {
        right.add(seen);
      }
    }
    if (wrong.isEmpty() && right.isEmpty()) {
      return Answer.notApplicable("None of these files and folders is on this machine.");
    }
    return Answer.failIf(
        wrong,
        "Take away what is too much by the chmod that stands there; Cameo itself makes its folders"
            + " and files tight.",
        String.join(", ", right) + ".");
  }
}
