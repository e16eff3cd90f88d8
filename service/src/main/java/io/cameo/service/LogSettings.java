package io.cameo.service;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;

/**
 * In which form the service's log is written.
 *
 * @param json in the Elastic Common Schema, a document a line; else a line for an eye
 */
record LogSettings(boolean json) {

  private enum Form {
    /** JSON in production, else text. */
    AUTO,
    JSON,
    TEXT
  }

  private static final Option<Form> FORM =
      Options.choice(
          "CAMEO_LOG_FORMAT",
          Form.class,
          Form.AUTO,
          "How the log is written to standard output: json is a document a line in the Elastic Common"
              + " Schema, text is for an eye. auto is json in production and text elsewhere.");

  /**
   * @param production whether the program runs in production
   */
  static LogSettings from(Settings settings, boolean production) {
    Form form = settings.get(FORM);
    return new LogSettings(form == Form.JSON || form == Form.AUTO && production);
  }
}
