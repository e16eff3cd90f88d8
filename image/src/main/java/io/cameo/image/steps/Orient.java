package io.cameo.image.steps;

import io.cameo.image.Outcome;
import io.cameo.image.vips.VipsImage;
import java.util.Optional;

/** Turns the square upright, as its own tag and then the user asked. */
public final class Orient implements Step {

  @Override
  public String name() {
    return "orient";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    Turn turn = job.turn();
    if (!turn.isNone()) {
      job.advance(turn.of(job.image()));
    }
    VipsImage upright = job.image();
    if (!upright.inMemory()) {
      job.advance(upright.toMemory());
    }
    return Optional.empty();
  }
}
