package io.cameo.service.limits;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much is taken, as long as the operator sets nothing else while the service runs.
 *
 * @param on whether there are limits at all
 * @param amounts of every limit
 */
public record LimitSettings(boolean on, Map<Limit, Long> amounts) {

  private static final Option<Boolean> ON =
      Options.onOff(
          "CAMEO_LIMITS",
          true,
          "Whether uploads are counted and limited. off is meant for measurements.");

  /** Names that the first release had; all others are made of the limit's own. */
  private static final Map<Limit, String> NAMES =
      Map.of(
          Limit.SUBJECT_UPLOADS, "CAMEO_LIMIT_SUBJECT",
          Limit.ADDRESS_UPLOADS, "CAMEO_LIMIT_ADDRESS",
          Limit.SUBJECT_STORED_BYTES, "CAMEO_QUOTA_SUBJECT",
          Limit.UPLOADS_AT_ONCE_CALLER, "CAMEO_UPLOADS_AT_ONCE_CALLER",
          Limit.UPLOADS_WAITING, "CAMEO_UPLOADS_WAITING",
          Limit.UPLOADS_WAIT_SECONDS, "CAMEO_UPLOADS_WAIT_SECONDS");

  public LimitSettings {
    amounts = Map.copyOf(amounts);
  }

  /** What holds when nothing is set, with other amounts where given. */
  static LimitSettings with(Map<Limit, Long> others) {
    Map<Limit, Long> amounts = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      amounts.put(limit, others.getOrDefault(limit, limit.usual()));
    }
    return new LimitSettings(true, amounts);
  }

  /**
   * @param uploadsAtOnce uploads that one node takes in at the same time
   */
  public static LimitSettings from(Settings settings, int uploadsAtOnce) {
    boolean on = settings.get(ON);
    Map<Limit, Long> amounts = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      amounts.put(
          limit,
          limit == Limit.UPLOADS_AT_ONCE ? (long) uploadsAtOnce : settings.get(option(limit)));
    }
    return new LimitSettings(on, amounts);
  }

  private static Option<Long> option(Limit limit) {
    String name = NAMES.getOrDefault(limit, "CAMEO_LIMIT_" + limit.name());
    String none = limit.least() == 0 && limit.allowsExceptions() ? " 0 sets no limit." : "";
    return Options.number(
        name,
        limit.usual(),
        limit.least(),
        limit.most(),
        limit.meaning() + none + " ./cameo limits changes it while the service runs.");
  }
}
