package io.cameo.service.imaging;

import io.cameo.image.Form;
import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is made of a picture after its upload was answered.
 *
 * @param forms as what its sizes are made too; empty for nothing
 * @param workers processes of this node that do it; 0 leaves it to other nodes
 */
public record FormatSettings(Set<Form> forms, int workers) {

  public FormatSettings {
    forms = Set.copyOf(forms);
  }

  private static final Option<Set<Form>> FORMATS =
      new Option<>(
          "CAMEO_FORMATS",
          "webp, avif, both with a comma between them, or none",
          "webp,avif",
          "Smaller formats that are made of every picture in the background, beside JPEG and PNG."
              + " They need a master (CAMEO_MASTER_SIZE) and ENABLE_IMAGE_COMPRESSION.",
          FormatSettings::parse);

  private static final Option<Integer> WORKERS =
      Options.count(
          "CAMEO_BACKGROUND_WORKERS",
          1,
          0,
          16,
          "Worker processes of this node that make them, only while nothing else wants the"
              + " processor. 0 leaves the work to other nodes.");

  public static FormatSettings from(Settings settings, ImagingSettings.Output output) {
    Set<Form> forms = settings.get(FORMATS);
    int workers = settings.get(WORKERS);
    boolean wanted = output.masterSize() > 0 && settings.get(ImagingSettings.compressionOption());
    return new FormatSettings(wanted ? forms : Set.of(), workers);
  }

  private static Set<Form> parse(String text) {
    Set<Form> forms = EnumSet.noneOf(Form.class);
    if (text.strip().equals("none")) {
      return forms;
    }
    for (String word : text.split(",", -1)) {
      switch (word.strip()) {
        case "webp" -> forms.add(Form.WEBP);
        case "avif" -> forms.add(Form.AVIF);
        default -> throw new IllegalArgumentException("unknown format");
      }
    }
    return forms;
  }
}
