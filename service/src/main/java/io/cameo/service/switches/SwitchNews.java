package io.cameo.service.switches;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node finds changed that it has not changed itself, as lines of its log: by a command, by
 * another node, or because a time was up. The words were said to everybody; those to one subject,
 * and its name, stay out of the log.
 */
final class SwitchNews {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchNews.class);

  private SwitchNews() {}

  static void ofSwitches(Collection<Thrown> before, Collection<Thrown> now, Instant time) {
    Set<Thrown> gone = new HashSet<>(before);
    gone.removeAll(now);
    Set<Thrown> come = new HashSet<>(now);
    come.removeAll(before);
    for (Switch which : Switch.values()) {
      ofAll(come, which)
          .map(SwitchNews::thrown)
          .or(() -> ofAll(gone, which).map(one -> back(one, time)))
          .ifPresent(line -> say("switch", line));
    }
    Set<String> off = subjects(come);
    Set<String> on = subjects(gone);
    on.removeAll(off);
    if (off.size() + on.size() > 0) {
      say(
          "switch",
          "uploads of single subjects: " + off.size() + " off, " + on.size() + " on again");
    }
  }

  private static Set<String> subjects(Set<Thrown> some) {
    return some.stream()
        .flatMap(one -> one.subject().stream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Optional<Thrown> ofAll(Set<Thrown> some, Switch which) {
    return some.stream().filter(one -> one.which() == which && one.subject().isEmpty()).findFirst();
  }

  private static String thrown(Thrown one) {
    return one.which().word()
        + (one.which().isUsuallyOn() ? " off" : " on")
        + " by "
        + one.by()
        + one.until().map(end -> " until " + end).orElse("")
        + ": "
        + one.reason();
  }

  private static String back(Thrown one, Instant time) {
    return one.which().word()
        + (one.which().isUsuallyOn() ? " on" : " off")
        + " again"
        + (one.holds(time) ? "" : ", its time was up");
  }

  static void ofNotices(Optional<Notice> before, Optional<Notice> now) {
    if (now.isPresent()) {
      NoticeChange.Type type =
          before.filter(one -> isSame(one, now.get())).isPresent()
              ? NoticeChange.Type.UPDATED
              : now.get().begun() ? NoticeChange.Type.STARTED : NoticeChange.Type.ANNOUNCED;
      say("maintenance", new NoticeChange(type, now.get()).words() + " (" + now.get().by() + ")");
    } else if (before.isPresent()) {
      say("maintenance", new NoticeChange(NoticeChange.Type.ENDED, before.get()).words());
    }
  }

  private static boolean isSame(Notice before, Notice now) {
    return before.id().equals(now.id()) && before.begun() == now.begun();
  }

  private static void say(String what, String line) {
    LOG.atInfo()
        .addKeyValue("event.kind", "event")
        .addKeyValue("event.category", "configuration")
        .addKeyValue("event.action", what)
        .log("{} seen: {}", what, line);
  }
}
