package io.cameo.service.telemetry;

import io.cameo.service.telemetry.cloudwatch.Alarms;
import java.util.List;

/** The alarms of CloudWatch on what it is told, for somebody who asks. */
public final class CloudAlarms {

  private CloudAlarms() {}

  /**
   * One of them.
   *
   * @param metrics what it looks at, of this installation's
   * @param tells whether it does anything when it rings
   */
  public record Alarm(String name, List<String> metrics, boolean tells) {}

  /**
   * Asks for all that look at the namespace.
   *
   * @throws RuntimeException with what the operator has to know, when CloudWatch does not say
   */
  public static List<Alarm> of(TelemetrySettings.CloudWatch told) {
    return Alarms.of(told.namespace(), told.endpoint()).stream()
        .map(alarm -> new Alarm(alarm.name(), alarm.metrics(), alarm.tells()))
        .toList();
  }
}
