package io.cameo.service.cdn;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.imaging.ImagingSettings;
import io.cameo.service.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The configuration of nginx that is shipped, against the sizes that Cameo has by itself. */
class ShippedNginxTest {

  private static final Path SHIPPED = Path.of("../deploy/nginx/cameo-cache.conf");
  private static final Pattern LINE = Pattern.compile("(?m)^ +~(\\^0\\*\\S+) +\"s=(\\d+)\";$");

  private static Map<Pattern, Integer> lines() throws IOException {
    Map<Pattern, Integer> lines = new LinkedHashMap<>();
    Matcher line = LINE.matcher(Files.readString(SHIPPED));
    while (line.find()) {
      lines.put(Pattern.compile(line.group(1)), Integer.valueOf(line.group(2)));
    }
    return lines;
  }

  @Test
  void bringsEverySizeThatIsAskedForToTheOneThatCameoWouldAnswer() throws IOException {
    List<Integer> sizes =
        ImagingSettings.from(new Settings(Map.of()), Path.of("data"), 1_000_000).output().sizes();
    Map<Pattern, Integer> lines = lines();

    assertThat(lines.values()).as("sizes of the file").containsAll(sizes);
    for (int asked : IntStream.rangeClosed(1, 4096).toArray()) {
      int answered =
          sizes.stream()
              .filter(size -> size >= asked)
              .min(Integer::compare)
              .orElse(sizes.getFirst());
      assertThat(
              lines.entrySet().stream()
                  .filter(line -> line.getKey().matcher(Integer.toString(asked)).find())
                  .map(Map.Entry::getValue))
          .as("s=%d", asked)
          .containsExactly(answered);
    }
  }
}
