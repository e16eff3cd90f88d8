package io.cameo.service.cdn;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The CDN, and how it is told to let go of a picture.
 *
 * @param base of the picture addresses that are handed out, without a slash at its end; empty when
 *     there is no CDN
 * @param way how it is told
 * @param sizes sides in pixels that addresses are purged for, where a CDN knows addresses only
 */
public record CdnSettings(
    Optional<URI> base, Way way, Access access, Duration deadline, List<Integer> sizes) {

  /** There is no CDN. */
  public static final CdnSettings OFF =
      new CdnSettings(
          Optional.empty(),
          Way.NONE,
          new Access(Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty()),
          Duration.ofSeconds(5),
          List.of());

  /** How a CDN is told what to let go of. */
  public enum Way {
    /** Invalidations of Amazon CloudFront, by paths. */
    CLOUDFRONT,
    /** Fastly's purge, by surrogate keys. */
    FASTLY,
    /** Cloudflare's purge, by cache tags. */
    CLOUDFLARE,
    /** The method PURGE for each address, as nginx and many others know it. */
    PURGE,
    /** The method BAN with tags, as our configuration of Varnish knows it. */
    BAN,
    /** Not at all. */
    NONE
  }

  /**
   * What opens the way.
   *
   * @param zone the service's id at Fastly, the zone's at Cloudflare
   * @param caches where PURGE and BAN are sent, each of them
   * @param distributions ids of CloudFront distributions
   * @param endpoint in the place of the vendor's own address
   */
  public record Access(
      Optional<String> token,
      Optional<String> zone,
      List<URI> caches,
      List<String> distributions,
      Optional<URI> endpoint) {

    public Access {
      caches = List.copyOf(caches);
      distributions = List.copyOf(distributions);
    }

    /** Never the token. */
    @Override
    public String toString() {
      return "Access[zone=" + zone + ", caches=" + caches + ", endpoint=" + endpoint + "]";
    }
  }

  private static final Option<Boolean> ENABLE =
      Options.onOff(
          "ENABLE_CDN",
          false,
          "Whether pictures are delivered through a CDN: their addresses begin with CDN_BASE_URL, and"
              + " every change is purged there as CAMEO_CDN_PURGE says.");

  private static final Option<Optional<URI>> BASE =
      Options.address(
          "CDN_BASE_URL",
          "Base of the picture addresses at the CDN, such as https://pictures.example.org.");

  private static final Option<Optional<Way>> WAY =
      new Option<>(
          "CAMEO_CDN_PURGE",
          "one of cloudfront, fastly, cloudflare, purge, ban, none",
          "",
          "How the CDN is told to let go of a picture. purge and ban are HTTP methods, for nginx and"
              + " Varnish; none tells it nothing, and old pictures stay there for up to a year.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(way(text)));

  private static final Option<Optional<String>> TOKEN =
      Options.text(
          "CAMEO_CDN_TOKEN",
          "a token",
          "Opens the purge: an API token of Fastly or Cloudflare; with purge and ban, what is sent"
              + " as Authorization: Bearer, if your caches ask for it.");

  private static final Option<Optional<String>> ZONE =
      new Option<>(
          "CAMEO_CDN_ZONE",
          "1 to 64 letters and digits",
          "",
          "What is purged: the service id of Fastly, or the zone id of Cloudflare.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(matching(text, "[A-Za-z0-9]+")));

  private static final Option<List<URI>> CACHES =
      new Option<>(
          "CAMEO_CDN_CACHES",
          "addresses such as http://10.0.0.5:6081, separated by commas",
          "",
          "Your own caches, each of which is sent every PURGE or BAN.",
          text ->
              text.isEmpty()
                  ? List.of()
                  : Arrays.stream(text.split(",", -1)).map(CdnSettings::cache).toList());

  private static final Option<Optional<URI>> ENDPOINT =
      Options.address(
          "CAMEO_CDN_ENDPOINT",
          "Address of the vendor's API in the place of its public one, as for a proxy or a test.");

  private static final Option<Optional<Duration>> DEADLINE =
      new Option<>(
          "CAMEO_CDN_DEADLINE",
          "a time from 1s to 1d, such as 5s or 1m",
          "",
          "How long the CDN may take to let go of a picture before it counts as late. Without it 5s,"
              + " and 1m for cloudfront, whose invalidations take that long.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(deadline(text)));

  public CdnSettings {
    sizes = List.copyOf(sizes);
  }

  /** Whether pictures are delivered through a CDN. */
  public boolean on() {
    return base.isPresent();
  }

  /** Whether it is told of changes. */
  public boolean purges() {
    return on() && way != Way.NONE;
  }

  private static Way way(String text) {
    if (!text.equals(text.toLowerCase(java.util.Locale.ROOT))) {
      throw new IllegalArgumentException("not in lower case");
    }
    return Way.valueOf(text.toUpperCase(java.util.Locale.ROOT));
  }

  private static String matching(String text, String form) {
    if (text.length() > 64 || !Pattern.matches(form, text)) {
      throw new IllegalArgumentException("not of the form");
    }
    return text;
  }

  private static URI cache(String text) {
    URI cache = URI.create(text.strip());
    boolean plain =
        "http".equals(cache.getScheme())
            && cache.getHost() != null
            && cache.getUserInfo() == null
            && cache.getRawPath().isEmpty()
            && cache.getQuery() == null
            && cache.getFragment() == null;
    if (!plain) {
      throw new IllegalArgumentException("not the address of a cache");
    }
    return cache;
  }

  private static Duration deadline(String text) {
    Duration time = Options.duration(text);
    if (time.toMillis() < 1_000 || time.toDays() > 1) {
      throw new IllegalArgumentException("out of range");
    }
    return time;
  }

  /**
   * Reads them.
   *
   * @param sizes of the installation's renditions
   * @param distributions ARNs of its CloudFront distributions
   */
  public static CdnSettings from(
      Settings settings, List<Integer> sizes, List<String> distributions) {
    boolean on = settings.get(ENABLE);
    Optional<URI> base = settings.get(BASE);
    Optional<Way> way = settings.get(WAY);
    Access access =
        new Access(
            settings.get(TOKEN),
            settings.get(ZONE),
            settings.get(CACHES),
            distributions.stream().map(arn -> arn.substring(arn.lastIndexOf('/') + 1)).toList(),
            settings.get(ENDPOINT));
    Optional<Duration> deadline = settings.get(DEADLINE);
    if (!on) {
      return OFF;
    }
    if (base.isEmpty()) {
      settings.refuse(
          BASE.name(),
          "is not set, but ENABLE_CDN is on. Set it to where the CDN delivers, such as"
              + " https://pictures.example.org.");
    }
    if (way.isEmpty()) {
      settings.refuse(
          WAY.name(),
          "is not set, but ENABLE_CDN is on. Say how the CDN is purged, or none aloud;"
              + " docs/operations/cdn.md has a page for each.");
    }
    way.ifPresent(chosen -> refuseIncomplete(settings, chosen, access));
    return new CdnSettings(
        base,
        way.orElse(Way.NONE),
        access,
        deadline.orElse(Duration.ofSeconds(way.filter(Way.CLOUDFRONT::equals).isEmpty() ? 5 : 60)),
        sizes);
  }

  private static void refuseIncomplete(Settings settings, Way way, Access access) {
    String because = "is not set, but CAMEO_CDN_PURGE is " + Options.word(way) + ". ";
    switch (way) {
      case FASTLY, CLOUDFLARE -> {
        if (access.token().isEmpty()) {
          settings.refuse(TOKEN.name(), because + "Set it to an API token that may purge.");
        }
        if (access.zone().isEmpty()) {
          settings.refuse(ZONE.name(), because + "Set it to the id of the service or zone.");
        }
      }
      case PURGE, BAN -> {
        if (access.caches().isEmpty()) {
          settings.refuse(
              CACHES.name(), because + "Name every cache, such as http://10.0.0.5:6081.");
        }
      }
      case CLOUDFRONT -> {
        if (access.distributions().isEmpty()) {
          settings.refuse(
              "CAMEO_CLOUDFRONT_DISTRIBUTION", because + "Set it to the ARN of the distribution.");
        }
      }
      case NONE -> {}
    }
  }
}
