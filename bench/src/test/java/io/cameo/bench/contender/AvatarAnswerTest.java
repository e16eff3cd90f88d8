package io.cameo.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.bench.load.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvatarAnswerTest {

  private static final String AVATAR =
      """
      {"subject": "u-1", "version": "v9", "state": "LIVE",
       "urls": {"256": {"jpg": "http://localhost:8080/a/v9/256.jpg"}, "64": {"jpg": "/a/v9/64.jpg"}}}
      """;

  private static Answer answer(int status, String json) {
    return new Answer(status, Map.of(), json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesThePathsOfAbsoluteAndRelativeAddresses() {
    assertThat(AvatarAnswer.of(answer(201, AVATAR)).paths())
        .isEqualTo(Map.of(256, "/a/v9/256.jpg", 64, "/a/v9/64.jpg"));
  }

  @Test
  void findsNoFaultInARightAnswer() {
    assertThat(AvatarAnswer.fault("u-1", answer(201, AVATAR), List.of(256, 64))).isEmpty();
  }

  @Test
  void findsAWrongSubjectAMissingSizeAWrongStatusAndNonsense() {
    assertThat(AvatarAnswer.fault("u-2", answer(201, AVATAR), List.of(256))).isPresent();
    assertThat(AvatarAnswer.fault("u-1", answer(201, AVATAR), List.of(512))).isPresent();
    assertThat(AvatarAnswer.fault("u-1", answer(200, AVATAR), List.of(256))).isPresent();
    assertThat(AvatarAnswer.fault("u-1", answer(201, "<html>"), List.of(256))).isPresent();
  }
}
