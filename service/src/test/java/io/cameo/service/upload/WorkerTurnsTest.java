package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.limits.FairQueue;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has a turn with the workers while expensive pictures wait for theirs. */
@Timeout(30)
class WorkerTurnsTest {

  private static FairQueue queue(int places) {
    FairQueue.Bounds bounds = new FairQueue.Bounds(places, places, 10, Duration.ofMillis(20));
    return new FairQueue(() -> bounds);
  }

  private final FairQueue all = queue(3);
  private final WorkerTurns turns = new WorkerTurns(all, queue(1));

  private static SeekableByteChannel jpeg(boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      if (progressive) {
        how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(out);
      writer.write(
          null,
          new IIOImage(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), null, null),
          how);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      writer.dispose();
    }
    return new SeekableInMemoryByteChannel(bytes.toByteArray());
  }

  private Optional<FairQueue.Place> expensive(String who) {
    return turns.enter(who, jpeg(true));
  }

  private Optional<FairQueue.Place> cheap(String who) {
    return turns.enter(who, jpeg(false));
  }

  @Test
  void r15ExpensivePicturesOfManyLeaveTheOtherTurnsToOthers() {
    assertThat(expensive("flood-1")).isPresent();

    assertThat(expensive("flood-2")).as("one more than may hold a turn").isEmpty();
    assertThat(cheap("ann")).isPresent();
    assertThat(cheap("ben")).isPresent();
    assertThat(cheap("eve")).as("all turns are taken").isEmpty();
  }

  @Test
  void whatIsGivenBackIsFreeInBothParts() {
    expensive("flood-1").orElseThrow().close();
    Optional<FairQueue.Place> again = expensive("flood-2");
    assertThat(again).isPresent();
    again.get().close();

    for (String who : new String[] {"ann", "ben", "eve"}) {
      assertThat(cheap(who)).isPresent();
    }
  }

  @Test
  void whoFindsNoTurnHoldsNothing() {
    FairQueue.Place ann = cheap("ann").orElseThrow();
    cheap("ben").orElseThrow();
    cheap("eve").orElseThrow();

    assertThat(expensive("flood-1")).isEmpty();

    ann.close();
    assertThat(expensive("flood-1")).isPresent();
  }
}
