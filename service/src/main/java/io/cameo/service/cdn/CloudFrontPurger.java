package io.cameo.service.cdn;

import io.cameo.service.cdn.cloudfront.Invalidations;
import io.cameo.service.cdn.cloudfront.RefusedException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells CloudFront by paths. A path with a wildcard is one of at most 15 that may be under way at a
 * time, one without of 3000, so renditions are named one by one. A wildcard behind a name also
 * takes names that begin alike, which costs their next reader a look at Cameo and nothing else.
 */
final class CloudFrontPurger implements Purger {

  /**
   * Fewer than may be under way. Beyond it everything of the kind is let go: stable addresses are
   * kept for a minute anyway.
   */
  private static final int MOST_WILDCARDS = 10;

  private static final int MOST_PATHS = 1_000;

  /** An invalidation takes so long as a rule; asking again meanwhile would only cost money. */
  private static final Pace PACE = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(90));

  private final Invalidations invalidations;
  private final String prefix;

  CloudFrontPurger(URI base, CdnSettings.Access access) {
    this.invalidations = new Invalidations(access.distributions(), access.endpoint());
    this.prefix = base.getRawPath();
  }

  @Override
  public Pace pace() {
    return PACE;
  }

  @Override
  public void purge(List<Stale> stale) {
    Set<String> subjects = new LinkedHashSet<>();
    Set<String> hashes = new LinkedHashSet<>();
    Set<String> renditions = new LinkedHashSet<>();
    for (Stale one : stale) {
      one.stablePaths().forEach(path -> subjects.add(prefix + path + "*"));
      one.hashes().forEach(hash -> hashes.add(prefix + "/avatar/" + hash + "*"));
      one.renditionPaths().forEach(path -> renditions.add(prefix + path));
    }
    List<String> paths = new ArrayList<>(bounded(subjects, "/u/*", MOST_WILDCARDS));
    paths.addAll(bounded(hashes, "/avatar/*", MOST_WILDCARDS - paths.size()));
    paths.addAll(renditions);
    try {
      for (List<String> some : Parts.of(paths, MOST_PATHS)) {
        invalidations.create(some);
      }
    } catch (RefusedException refused) {
      throw new NotPurgedException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private Set<String> bounded(Set<String> wildcards, String all, int most) {
    return wildcards.size() <= most ? wildcards : Set.of(prefix + all);
  }

  @Override
  public void close() {
    invalidations.close();
  }
}
