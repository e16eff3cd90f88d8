package io.cameo.service.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The start was refused because of its settings; the message is for the operator, whole. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(List<Settings.Violation> violations) {
    super(
        violations.stream()
            .map(violation -> "  " + violation.name() + " " + violation.sentence())
            .collect(
                Collectors.joining(
                    "\n",
                    "Cameo does not start with these settings:\n",
                    "\nEvery setting is explained in docs/options.md.")));
  }
}
