package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether what is no picture is refused whatever it calls itself, and pictures are taken. */
final class TypesRefused implements Check {

  /** Takes uploads as the service does, and stores nothing. */
  interface Uploads extends AutoCloseable {

    /** The code of the refusal; empty when the upload would be taken. */
    Optional<String> refusal(byte[] upload) throws IOException;

    /** A picture that has to be taken. */
    byte[] picture();

    @Override
    void close();
  }

  private final Supplier<Uploads> uploads;

  /**
   * @param uploads starts what takes them
   */
  TypesRefused(Supplier<Uploads> uploads) {
    this.uploads = uploads;
  }

  @Override
  public About about() {
    return new About(
        Line.AUD_4,
        "types-refused",
        "What is no picture is refused, and a picture is taken",
        "Shows a page, an SVG, a PDF, a program, and a JPEG that breaks off to the checks of an"
            + " upload and to a worker in its sandbox, and then a whole JPEG. Nothing is stored.");
  }

  @Override
  public Answer look() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    try (Uploads trial = uploads.get()) {
      for (Map.Entry<String, byte[]> sample : samples(trial.picture()).entrySet()) {
        Optional<String> code = trial.refusal(sample.getValue());
        code.ifPresentOrElse(
            why -> refused.add(sample.getKey() + " " + why),
            () -> wrong.add(sample.getKey() + " would be taken."));
      }
      trial
          .refusal(trial.picture())
          .ifPresent(code -> wrong.add("A whole JPEG would be refused: " + code + "."));
    }
    return Answer.failIf(
        wrong,
        "Look at one of them by itself: ./cameo inspect FILE says what an upload comes to, and why.",
        "Refused: " + String.join(", ", refused) + ". Taken: a whole JPEG.");
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(30);
  }

  private static Map<String, byte[]> samples(byte[] picture) {
    Map<String, byte[]> samples = new LinkedHashMap<>();
    samples.put("page", text("<!doctype html><script>alert(1)</script>"));
    samples.put("SVG", text("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"));
    samples.put("PDF", text("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"));
    samples.put("program", text("#!/bin/sh\nexit 0\n"));
    samples.put("broken JPEG", Arrays.copyOf(picture, picture.length / 2));
    return samples;
  }

  private static byte[] text(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }
}
