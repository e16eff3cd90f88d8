package io.cameo.service.ops.gc;

import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.reconcile.Finding;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Every finding of a run as a line of JSON; a report has only the first few of each kind. */
final class FindingsFile implements AutoCloseable {

  private final JsonMapper json = JsonMapper.builder().build();
  private final Optional<BufferedWriter> lines;

  private FindingsFile(Optional<BufferedWriter> lines) {
    this.lines = lines;
  }

  /** Makes the file, if one is wanted; one that is there already is not overwritten. */
  static FindingsFile open(Optional<Path> path) {
    if (path.isEmpty()) {
      return new FindingsFile(Optional.empty());
    }
    try {
      return new FindingsFile(
          Optional.of(Files.newBufferedWriter(path.get(), StandardOpenOption.CREATE_NEW)));
    } catch (FileAlreadyExistsException taken) {
      throw OpsException.wrongUse(
          "--findings " + path.get() + " is there already; name a new file.");
    } catch (IOException failed) {
      throw OpsException.problem("--findings " + path.get() + " cannot be written.", failed);
    }
  }

  void write(Finding finding) {
    if (lines.isEmpty()) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("what", finding.what().word());
    line.put("key", finding.key());
    line.put("bytes", finding.bytes());
    line.put("detail", finding.detail());
    try {
      lines.get().write(json.writeValueAsString(line));
      lines.get().newLine();
    } catch (IOException failed) {
      throw new UncheckedIOException("the file of --findings cannot be written", failed);
    }
  }

  @Override
  public void close() throws IOException {
    if (lines.isPresent()) {
      lines.get().close();
    }
  }
}
