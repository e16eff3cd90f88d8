package io.cameo.service.objects;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import io.cameo.storage.regions.Region;
import io.cameo.storage.s3.S3StoreOptions;
import io.cameo.storage.s3.S3StoreOptions.Encryption;
import io.cameo.storage.s3.S3StoreOptions.Limits;
import io.cameo.storage.s3.S3StoreOptions.Location;
import io.cameo.storage.s3.S3StoreOptions.Placement;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The replicas of the bucket.
 *
 * @param replicas in the order in which they are asked while home does not answer; empty when the
 *     bucket has none
 * @param replication who copies objects to them
 * @param secondary name of the one that takes uploads while home does not answer
 * @param every pause between two looks at what is outstanding
 */
public record RegionSettings(
    List<Replica> replicas, Replication replication, Optional<String> secondary, Duration every) {

  /** A single bucket, or the disk. */
  public static final RegionSettings NONE =
      new RegionSettings(List.of(), Replication.JOB, Optional.empty(), Duration.ofSeconds(5));

  /** Who copies objects to the replicas. */
  public enum Replication {
    /** The servers themselves, by a rule of the bucket. */
    BUCKET,
    /** The service. */
    JOB
  }

  /** A bucket that holds a copy of everything. */
  public record Replica(String name, S3StoreOptions options) {}

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:([a-z0-9][a-z0-9-]{0,39})=)?s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])"
              + "@([a-z0-9][a-z0-9-]{0,39})(?:\\+(https?://[^,\\s?#]+))?");

  /** More would not fit into the time that a reader waits. */
  private static final int MOST = 4;

  private record Named(String name, String bucket, String region, Optional<URI> endpoint) {}

  private static final Option<List<Named>> REPLICAS =
      new Option<>(
          "CAMEO_S3_REPLICAS",
          "at most "
              + MOST
              + " of [name=]s3://bucket@region[+http://host:port], separated by"
              + " commas, each with another name, none of them home (the name is the region unless"
              + " it is given)",
          "",
          "Buckets in other regions or on other servers that hold a copy of every picture; reads go"
              + " there while the home bucket does not answer. See docs/operations/regions.md.",
          RegionSettings::parse);

  private static final Option<Replication> REPLICATION =
      Options.choice(
          "CAMEO_S3_REPLICATION",
          Replication.class,
          Replication.JOB,
          "Who copies pictures to CAMEO_S3_REPLICAS: bucket means a replication rule of the bucket,"
              + " which Cameo only verifies; job means Cameo.");

  private static final Option<Optional<String>> SECONDARY =
      Options.text(
          "CAMEO_S3_SECONDARY",
          "the name of one of CAMEO_S3_REPLICAS",
          "The replica that takes uploads while the home bucket does not answer; they are copied"
              + " home later. Without it such uploads are answered 503.");

  private static final Option<Optional<String>> CREDENTIALS =
      Options.text(
          "CAMEO_S3_REPLICA_CREDENTIALS",
          "the path of a file in the form of AWS's shared credentials file",
          "Access keys of replicas that differ from those of the home bucket: one section [name] for"
              + " each such replica.");

  private static final Option<Duration> EVERY =
      Options.time(
          "CAMEO_S3_REPLICATE_EVERY",
          "5s",
          Duration.ofMillis(200),
          Duration.ofHours(1),
          "Pause between two looks at what replicas still have to get.");

  static RegionSettings from(Settings settings, Optional<S3StoreOptions> home) {
    List<Named> named = settings.get(REPLICAS);
    Replication replication = settings.get(REPLICATION);
    Optional<String> secondary = settings.get(SECONDARY);
    Optional<Path> file = settings.get(CREDENTIALS).map(Path::of);
    Duration every = settings.get(EVERY);
    if (!named.isEmpty() && home.isEmpty()) {
      settings.refuse(
          REPLICAS.name(), "is set, but AWS_S3_BUCKET is not: name the home bucket first.");
    }
    boolean known =
        secondary.isEmpty() || named.stream().anyMatch(each -> each.name().equals(secondary.get()));
    if (!known) {
      settings.refuse(
          SECONDARY.name(),
          "is \""
              + secondary.orElse("")
              + "\", which is not the name of one of CAMEO_S3_REPLICAS.");
    }
    if (named.isEmpty() || home.isEmpty()) {
      return NONE;
    }
    ReplicaKeys keys =
        file.map(path -> ReplicaKeys.read(path, CREDENTIALS.name(), settings))
            .orElse(ReplicaKeys.NONE);
    keys.refuseUnknown(named.stream().map(Named::name).toList(), CREDENTIALS.name(), settings);
    List<Replica> replicas = named.stream().map(each -> replica(each, home.get(), keys)).toList();
    refuseTheSameTwice(replicas, home.get(), settings);
    return new RegionSettings(replicas, replication, known ? secondary : Optional.empty(), every);
  }

  private static void refuseTheSameTwice(
      List<Replica> replicas, S3StoreOptions home, Settings settings) {
    Set<String> seen = new HashSet<>();
    seen.add(home.bucket() + " " + home.location().endpoint().map(URI::toString).orElse(""));
    for (Replica replica : replicas) {
      S3StoreOptions options = replica.options();
      if (!seen.add(
          options.bucket() + " " + options.location().endpoint().map(URI::toString).orElse(""))) {
        settings.refuse(
            REPLICAS.name(), "names the bucket " + options.bucket() + " of one server twice.");
      }
    }
  }

  private static Replica replica(Named named, S3StoreOptions home, ReplicaKeys keys) {
    Placement placement = home.placement();
    return new Replica(
        named.name(),
        new S3StoreOptions(
            named.bucket(),
            new Location(
                Optional.of(named.region()),
                named.endpoint(),
                named.endpoint().isPresent()
                    && (home.location().endpoint().isEmpty() || home.location().pathStyle())),
            keys.of(named.name()).or(home::credentials),
            home.checksums(),
            // A key of the key service belongs to one region: elsewhere the bucket's own holds.
            placement.encryption() == Encryption.KMS
                ? new Placement(Encryption.BUCKET, Optional.empty(), placement.storageClass())
                : placement,
            home.limits()));
  }

  private static List<Named> parse(String text) {
    List<Named> named = new ArrayList<>();
    Set<String> names = new HashSet<>(Set.of(Region.HOME));
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      Matcher address = ADDRESS.matcher(part.strip());
      if (!address.matches()) {
        throw new IllegalArgumentException("not such an address");
      }
      String name = Optional.ofNullable(address.group(1)).orElse(address.group(3));
      if (!names.add(name)) {
        throw new IllegalArgumentException("one name twice");
      }
      named.add(
          new Named(
              name,
              address.group(2),
              address.group(3),
              Optional.ofNullable(address.group(4)).map(RegionSettings::endpoint)));
    }
    if (named.size() > MOST) {
      throw new IllegalArgumentException("too many");
    }
    return named;
  }

  private static URI endpoint(String text) {
    URI address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    if (address.getHost() == null || address.getUserInfo() != null) {
      throw new IllegalArgumentException("not such an address");
    }
    return address;
  }

  /** Names of the replicas. */
  public List<String> names() {
    return replicas.stream().map(Replica::name).toList();
  }

  /**
   * With how much patience a region is read when there are others to ask: so little that all of
   * them fit into the ten seconds that a reader waits.
   */
  Limits reading(Limits usual) {
    Duration share = Duration.ofSeconds(9).dividedBy(replicas.size() + 1L);
    Duration part = usual.call().multipliedBy(3).dividedBy(8);
    Duration call = share.compareTo(part) < 0 ? share : part;
    return Limits.of(usual.connections(), call);
  }
}
