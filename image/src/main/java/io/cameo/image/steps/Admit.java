package io.cameo.image.steps;

import io.cameo.image.Outcome;
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
        yield Admission.check(facts, job.recipe().maxPixels()).map(Admit::refused);
      }
    };
  }

  private static Outcome.Refused refused(Walk.Refused refused) {
    return new Outcome.Refused(refused.refusal(), refused.detail());
  }
}
