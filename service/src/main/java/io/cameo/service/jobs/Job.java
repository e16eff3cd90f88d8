package io.cameo.service.jobs;

import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The jobs of this release. What else stands in the jobs' table is another release's: it waits for
 * that one, and is neither late nor at fault.
 */
public enum Job {
  REAP_VERSIONS,
  REAP_TICKETS,
  SWEEP_INCOMING,
  FINISH_ARRIVED,
  FORGET_LIMITS,
  TELL_NOTICES,
  TELL_NOTICES_TO_USERS,
  FORGET_NOTICES,
  /** Only where the settings name other regions. */
  REPLICATE_VERSIONS,
  RESCAN_MASTERS,
  /** Three lanes, of which a node takes as many as it has workers. */
  MAKE_FORMATS_1,
  MAKE_FORMATS_2,
  MAKE_FORMATS_3,
  BUCKET_FIGURES,
  CDN_FIGURES;

  /** As it is written in the jobs' table and in metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Job::word).toList();
  }

  /** The job itself, once what it does is said. */
  public Tasks.RecurringTaskBuilder<Void> runs(Schedule when) {
    return Tasks.recurring(word(), when);
  }
}
