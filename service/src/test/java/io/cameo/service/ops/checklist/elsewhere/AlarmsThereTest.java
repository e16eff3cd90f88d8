package io.cameo.service.ops.checklist.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.telemetry.CloudAlarms.Alarm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether failed uploads wake somebody, by the word of CloudWatch. */
class AlarmsThereTest {

  private static final Alarm OTHER = new Alarm("late", List.of("cameo.jobs.late"), true);
  private static final Alarm GOOD = new Alarm("failed", List.of("cameo.uploads.count"), true);
  private static final Alarm MUTE = new Alarm("mute", List.of("cameo.uploads.count"), false);

  private static Answer of(Alarm... alarms) {
    return new AlarmsThere(Optional.of(() -> List.of(alarms))).look();
  }

  @Test
  void onlyAnAlarmOnUploadsThatTellsSomebodyWillDo() {
    assertThat(of(OTHER, MUTE, GOOD).mark()).isEqualTo(Mark.PASS);
    assertThat(of(OTHER).mark()).isEqualTo(Mark.FAIL);
    assertThat(of().mark()).isEqualTo(Mark.FAIL);
    assertThat(of(MUTE).mark()).isEqualTo(Mark.FAIL);
    assertThat(of(MUTE).evidence().getFirst()).contains("mute", "without telling anybody");
    assertThat(new AlarmsThere(Optional.empty()).look().mark()).isEqualTo(Mark.UNKNOWN);
  }
}
