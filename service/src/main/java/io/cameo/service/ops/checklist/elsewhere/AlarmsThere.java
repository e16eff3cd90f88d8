package io.cameo.service.ops.checklist.elsewhere;

import io.cameo.service.observability.PictureMetric;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.telemetry.CloudAlarms.Alarm;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether an alarm of CloudWatch looks at failed uploads. */
final class AlarmsThere implements Check {

  private static final String UPLOADS = PictureMetric.UPLOADS.measure().name();

  private final Optional<Supplier<List<Alarm>>> alarms;

  /**
   * @param alarms on the namespace that this installation reports to; empty when it reports to none
   */
  AlarmsThere(Optional<Supplier<List<Alarm>>> alarms) {
    this.alarms = alarms;
  }

  @Override
  public About about() {
    return new About(
        Line.MON_2,
        "alerts-loaded",
        "Failed uploads wake somebody",
        "Asks CloudWatch for the alarms on CAMEO_CLOUDWATCH_NAMESPACE; what Prometheus has loaded is"
            + " not seen from here.");
  }

  @Override
  public Answer look() {
    if (alarms.isEmpty()) {
      return Answer.unknown(
          "Whether your Prometheus has the alert rules is not seen from here, and CloudWatch is told"
              + " nothing.",
          "Load the alert rules of deploy/prometheus, and let one of them fire once.");
    }
    List<Alarm> all = alarms.get().get();
    List<Alarm> onUploads =
        all.stream()
            .filter(alarm -> alarm.metrics().stream().anyMatch(one -> one.startsWith(UPLOADS)))
            .toList();
    if (onUploads.isEmpty()) {
      return Answer.fail(
          "Of "
              + all.size()
              + " alarms of CloudWatch on this installation's metrics none looks at "
              + UPLOADS
              + ".",
          "Make one on "
              + UPLOADS
              + ".count with result=failed; docs/operations/alerts/CameoUploadsFail.md says when it"
              + " should ring.");
    }
    List<String> mute =
        onUploads.stream()
            .filter(alarm -> !alarm.tells())
            .map(alarm -> "The alarm " + alarm.name() + " rings without telling anybody.")
            .toList();
    return mute.size() < onUploads.size()
        ? Answer.pass(
            "On uploads: "
                + String.join(", ", onUploads.stream().map(Alarm::name).toList())
                + ". Of all metrics: "
                + all.size()
                + " alarms.")
        : Answer.failIf(mute, "Give it an action, such as a topic of SNS, and enable its actions.");
  }
}
