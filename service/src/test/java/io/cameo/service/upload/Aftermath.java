package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionState;
import java.io.UnsupportedEncodingException;
import java.util.List;
import org.springframework.mock.web.MockHttpServletResponse;

/** What must hold after an upload that replaces one picture by another, whatever broke in it. */
final class Aftermath {

  private final UploadRig rig;
  private final Truth truth;
  private final byte[] before;
  private final byte[] after;
  private int deletions;

  Aftermath(UploadRig rig, Truth truth, byte[] before, byte[] after) {
    this.rig = rig;
    this.truth = truth;
    this.before = before;
    this.after = after;
  }

  /** Called before the upload. */
  void begin() {
    deletions = rig.faultyStore.deletions();
  }

  /** The old picture is there; what is current is it or the new one, whole; the answer is true. */
  void assertOldOrNew(String subject, MockHttpServletResponse answer, String where) {
    truth.assertWhole(subject);
    List<Version> versions = truth.versions(subject);
    Version current = truth.current(subject).orElseThrow();
    assertThat(current.source().sha256()).as(where).isIn(Truth.sha256(before), Truth.sha256(after));
    assertThat(versions.getFirst().source().sha256())
        .as("the old one is there")
        .isEqualTo(Truth.sha256(before));
    assertThat(versions.getFirst().state()).as(where).isIn(VersionState.LIVE, VersionState.RETIRED);
    assertThat(rig.faultyStore.deletions())
        .as("deletions by the request, %s", where)
        .isEqualTo(deletions);
    assertThat(rig.spool).as(where).isEmptyDirectory();
    if (answer.getStatus() < 300) {
      assertThat(current.source().sha256())
          .as("acknowledged, %s", where)
          .isEqualTo(Truth.sha256(after));
    } else {
      assertHonest(answer, where);
    }
  }

  /** The answer says that it did not work and when to try again, and nothing of ours. */
  static void assertHonest(MockHttpServletResponse answer, String where) {
    assertThat(answer.getStatus()).as(where).isEqualTo(503);
    assertThat(answer.getContentType()).as(where).isEqualTo("application/problem+json");
    assertThat(answer.getHeader("Retry-After")).as(where).isNotNull();
    assertThat(answer.getHeader("Cache-Control")).as(where).isEqualTo("no-store");
    assertThat(text(answer)).as(where).contains("\"code\"").doesNotContain("injected");
  }

  /** The new picture was taken, once. */
  void assertWasTaken(String subject, MockHttpServletResponse answer, String where) {
    assertThat(answer.getStatus()).as(where).isIn(200, 201);
    Version current = truth.current(subject).orElseThrow();
    assertThat(current.source().sha256()).as(where).isEqualTo(Truth.sha256(after));
    assertThat(text(answer)).as(where).contains(current.id().toString());
    assertThat(
            truth.versions(subject).stream()
                .filter(version -> version.source().sha256().equals(Truth.sha256(after)))
                .filter(Version::isShown))
        .as("new versions that took effect, %s", where)
        .hasSize(1);
  }

  static String text(MockHttpServletResponse answer) {
    try {
      return answer.getContentAsString();
    } catch (UnsupportedEncodingException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
