package io.cameo.service.ops.inspect;

import io.cameo.image.ImageType;
import io.cameo.image.Outcome;
import io.cameo.image.Rendition;
import io.cameo.image.sniff.PictureFacts;
import io.cameo.service.http.Problem;
import io.cameo.service.imaging.MeasuredWorker;
import io.cameo.service.settings.Options;
import io.cameo.service.upload.UploadTrial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was found out about one file.
 *
 * @param file as it was named
 * @param bytes of the file
 * @param trial what became of it; empty when it could not be read
 * @param use what it cost; empty when no worker saw it
 */
record Finding(
    String file, long bytes, Optional<UploadTrial.Result> trial, Optional<MeasuredWorker.Use> use) {

  /** Codes of problems that are not the picture's fault for certain: trying again may help. */
  private static final Set<String> NO_REFUSAL =
      Set.of("worker-failed", "busy", "scanner-unavailable", "internal");

  /** What would come of an upload. */
  enum Verdict {
    /** It would be taken. */
    ACCEPTED,
    /** It would be refused, and the same bytes every time. */
    REFUSED,
    /**
     * Its worker ended, none came up, the scanner gave no verdict, or Cameo itself failed: the
     * sender would be asked to try again.
     */
    FAILED,
    /** The file could not be read. */
    UNREADABLE;

    String word() {
      return Options.word(this);
    }
  }

  Verdict verdict() {
    if (trial.isEmpty()) {
      return Verdict.UNREADABLE;
    }
    Optional<Problem> problem = trial.get().problem();
    if (problem.isEmpty()) {
      return Verdict.ACCEPTED;
    }
    return NO_REFUSAL.contains(problem.get().code()) ? Verdict.FAILED : Verdict.REFUSED;
  }

  /** The problem's code that the sender would be told. */
  Optional<String> code() {
    return trial.flatMap(UploadTrial.Result::problem).map(Problem::code);
  }

  /** The sentence that the sender would read. */
  Optional<String> detail() {
    return trial.flatMap(UploadTrial.Result::problem).map(Problem::detail);
  }

  Optional<String> type() {
    return trial.flatMap(UploadTrial.Result::type).map(ImageType::toString);
  }

  /** Width and height in pixels of the picture as it is seen. */
  Optional<String> size() {
    return facts().map(facts -> facts.orientedWidth() + "x" + facts.orientedHeight());
  }

  private Optional<PictureFacts> facts() {
    return trial.flatMap(UploadTrial.Result::facts);
  }

  /** The members of this finding's line of JSON; what is not known is left out. */
  Map<String, Object> json() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", file);
    line.put("verdict", verdict().word());
    code().ifPresent(code -> line.put("code", code));
    trial
        .flatMap(UploadTrial.Result::problem)
        .ifPresent(problem -> line.put("status", problem.status()));
    detail().ifPresent(detail -> line.put("detail", detail));
    line.put("bytes", bytes);
    type().ifPresent(type -> line.put("type", type));
    facts().ifPresent(facts -> describe(facts, line));
    trial.flatMap(UploadTrial.Result::result).ifPresent(rendered -> describe(rendered, line));
    use.ifPresent(cost -> describe(cost, line));
    return line;
  }

  private static void describe(PictureFacts facts, Map<String, Object> line) {
    line.put("width", facts.orientedWidth());
    line.put("height", facts.orientedHeight());
    line.put("pixels", facts.pixels());
    line.put("frames", facts.coding().frames());
    line.put("scans", facts.coding().scans());
    line.put("progressive", facts.coding().progressive());
    line.put("trailingBytes", facts.trailingBytes());
  }

  private static void describe(Outcome.Rendered rendered, Map<String, Object> line) {
    var crop = rendered.crop();
    line.put("crop", crop.x() + "," + crop.y() + "," + crop.size() + "," + crop.rotate());
    line.put("renditions", rendered.renditions().stream().map(Rendition::name).toList());
    line.put(
        "storedBytes",
        rendered.renditions().stream().mapToLong(rendition -> rendition.bytes().length).sum());
  }

  private static void describe(MeasuredWorker.Use cost, Map<String, Object> line) {
    line.put("ms", cost.time().toMillis());
    cost.cpu().ifPresent(cpu -> line.put("cpuMs", cpu.toMillis()));
    cost.memory().ifPresent(memory -> line.put("memoryBytes", memory));
  }
}
