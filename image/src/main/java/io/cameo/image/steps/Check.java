package io.cameo.image.steps;

import io.cameo.image.Outcome;
import io.cameo.image.Rendition;
import io.cameo.image.sniff.OutputWalk;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Walks every file that was made and lets none go that holds more than pixels. */
public final class Check implements Step {

  @Override
  public String name() {
    return "check";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    for (Rendition rendition : job.renditions()) {
      OutputWalk.check(
              ByteBuffer.wrap(rendition.bytes()),
              rendition.type(),
              rendition.width(),
              rendition.height())
          .ifPresent(
              reason -> {
                throw new UncleanOutputException(rendition.name(), reason);
              });
    }
    return Optional.empty();
  }
}
