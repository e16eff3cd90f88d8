package io.cameo.service;

import io.cameo.service.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings records of all features as a command gets them, for tests of other packages. */
public final class TestSettings {

  private TestSettings() {}

  /** Read from this environment, with everything that is kept below a folder. */
  public static List<Record> of(Path data, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("CAMEO_DATA", data.toString());
    return AllSettings.readForCommand(new Settings(all)).features();
  }
}
