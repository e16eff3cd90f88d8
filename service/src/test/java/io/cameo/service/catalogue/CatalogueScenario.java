package io.cameo.service.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A day in the life of a catalogue: every statement of the service's catalogue is run at least
 * once, and every table of it has rows afterwards.
 */
public final class CatalogueScenario {

  private static final String SHA = "ab".repeat(32);

  private final TestCatalogue parts;
  private final Actor actor =
      new Actor("key:test", Optional.of("192.0.2.1"), Optional.of("request-1"));

  private CatalogueScenario(TestCatalogue parts) {
    this.parts = parts;
  }

  /**
   * Plays it.
   *
   * @param prefix of the subjects' names, so that it can be played again
   */
  public static void play(TestCatalogue parts, String prefix) {
    new CatalogueScenario(parts).play(prefix);
  }

  private void play(String prefix) {
    String ann = prefix + "-ann";
    String bob = prefix + "-bob";
    String eve = prefix + "-eve";
    upload(ann, Optional.empty());
    Intent second = upload(ann, Optional.of(prefix + "-key-1"));
    parts.catalogue().current(ann).orElseThrow();
    parts.catalogue().version(second.id()).orElseThrow();
    parts.catalogue().history(ann);
    parts.changes().revert(ann, Optional.empty(), actor).orElseThrow();
    parts.changes().revert(ann, Optional.of(second.id()), actor).orElseThrow();
    addFormats();
    makeAnew(second);
    upload(bob, Optional.of(prefix + "-key-2"));
    parts.changes().delete(bob, actor);
    upload(eve, Optional.empty());
    parts.changes().erase(eve, actor);
    parts
        .changes()
        .intend(
            intent(
                prefix + "-unfinished", parts.catalogue().admit(prefix, Optional.empty()).order()));
    parts.reaper().reap();
  }

  private void addFormats() {
    parts.additions().longestWait();
    Additions.Due due = parts.additions().take(Duration.ofMinutes(1)).orElseThrow();
    parts.additions().later(due.id(), Duration.ofMinutes(1));
    List<StoredObject> more = List.of(new StoredObject("64.webp", 64, 900, SHA));
    if (parts.additions().add(due.id(), more, () -> more) != Additions.Added.DONE) {
      throw new IllegalStateException("nothing was added to " + due.id());
    }
    parts.additions().finish(due.id());
  }

  private void makeAnew(Intent old) {
    Intent anew = intent(old.subject(), old.order());
    parts.changes().intend(anew);
    if (!parts.changes().replace(old.id(), anew, actor)) {
      throw new IllegalStateException(old.id() + " was not replaced");
    }
  }

  private Intent upload(String subject, Optional<String> key) {
    Optional<byte[]> scope = key.map(text -> IdempotencyScope.of(subject, text));
    Admission admission = parts.catalogue().admit(subject, scope);
    Intent intent = intent(subject, admission.order());
    parts.changes().intend(intent);
    Optional<VersionChanges.Remembered> remembered =
        scope.map(bytes -> new VersionChanges.Remembered(bytes, SHA, 201));
    if (parts.changes().publish(intent, remembered, actor) != Published.DONE) {
      throw new IllegalStateException("the upload of " + subject + " was not published");
    }
    return intent;
  }

  private static Intent intent(String subject, long order) {
    return new Intent(
        VersionId.random(),
        subject,
        order,
        new Version.Source("image/jpeg", 4000, 3000, 123_456, SHA, "0,0,3000"),
        new Version.Look("AQIDBA==", "#8a7e6b"),
        List.of(
            new StoredObject("64.jpg", 64, 1_234, SHA),
            new StoredObject("256.jpg", 256, 12_345, SHA),
            new StoredObject("master.jpg", 1024, 123_456, SHA)),
        new Intent.Making(
            Optional.of("ClamAV 1.4.6/27805/Fri Nov 20 08:55:40 2026"), "r1 q85", true));
  }
}
