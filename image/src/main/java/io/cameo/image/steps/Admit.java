package io.cameo.image.steps;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.Refusal;
import io.cameo.image.sniff.Admission;
import io.cameo.image.sniff.ContainerWalk;
import io.cameo.image.sniff.PictureFacts;
import io.cameo.image.sniff.Walk;
import java.util.Optional;

/** Walks the container and applies every limit, before any native code sees the picture. */
public final class Admit implements Step {

  @Override
  public String name() {
    return "admit";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    return switch (ContainerWalk.walk(job.picture().duplicate())) {
      case Walk.Refused refused -> Optional.of(refused(refused));
      case Walk.Admitted(PictureFacts facts) -> {
        job.admitted(facts);
        yield Admission.check(facts, job.recipe().maxPixels())
            .map(Admit::refused)
            .or(() -> outside(job));
      }
    };
  }

  private static Outcome.Refused refused(Walk.Refused refused) {
    return new Outcome.Refused(refused.refusal(), refused.detail());
  }

  /** The square is given in the picture as seen after the user's own turn. */
  private static Optional<Outcome.Refused> outside(Job job) {
    PictureFacts facts = job.facts();
    Turn turn = job.turn();
    int width = turn.swap() ? facts.height() : facts.width();
    int height = turn.swap() ? facts.width() : facts.height();
    return job.recipe()
        .crop()
        .filter(crop -> !Area.holds(width, height, area(crop)))
        .map(
            crop ->
                new Outcome.Refused(
                    Refusal.BAD_CROP,
                    "The crop does not lie inside the picture, which has "
                        + width
                        + " x "
                        + height
                        + " pixels after turning."));
  }

  static Area area(Crop crop) {
    return new Area(crop.x(), crop.y(), crop.size(), crop.size());
  }
}
