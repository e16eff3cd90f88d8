package io.cameo.service.objects;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.cameo.service.jobs.AskedFigures;
import io.cameo.service.jobs.Job;
import io.cameo.service.observability.StorageMetric;
import io.cameo.service.telemetry.CloudFigures;
import io.cameo.service.telemetry.CloudFigures.Series;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows what lies in the bucket by the word of whoever bills it. */
@Configuration(proxyBeanMethods = false)
class BilledFigures {

  /** The figures are a day's; a new one is seen within the hour. */
  private static final Duration EVERY = Duration.ofHours(1);

  private static final Duration DAY = Duration.ofDays(1);

  /** A day's figure comes some time after the day. */
  private static final Duration WINDOW = Duration.ofDays(3);

  /** The class of an object, and that of what is billed beside it. */
  private static final Map<String, List<String>> CLASSES =
      Map.of(
          "standard",
          List.of("StandardStorage"),
          "intelligent-tiering",
          List.of(
              "IntelligentTieringFAStorage",
              "IntelligentTieringIAStorage",
              "IntelligentTieringAIAStorage",
              "IntelligentTieringAAStorage",
              "IntelligentTieringDAAStorage",
              "IntAAObjectOverhead",
              "IntAAS3ObjectOverhead",
              "IntDAAObjectOverhead",
              "IntDAAS3ObjectOverhead"),
          "other",
          List.of(
              "StandardIAStorage",
              "StandardIASizeOverhead",
              "OneZoneIAStorage",
              "OneZoneIASizeOverhead",
              "ReducedRedundancyStorage",
              "GlacierInstantRetrievalStorage",
              "GlacierIRSizeOverhead",
              "GlacierStorage",
              "GlacierStagingStorage",
              "GlacierObjectOverhead",
              "GlacierS3ObjectOverhead",
              "DeepArchiveStorage",
              "DeepArchiveObjectOverhead",
              "DeepArchiveS3ObjectOverhead",
              "DeepArchiveStagingStorage"));

  private static final String OBJECTS = "objects";

  /** The job is there without the setting too: its row would wait for nobody. */
  @Bean
  AskedFigures askedOfCloudWatch(ObjectSettings objects, BilledSettings billed, Clock clock) {
    return new AskedFigures(
        Job.BUCKET_FIGURES,
        EVERY,
        () ->
            billed.on()
                ? objects
                    .bucket()
                    .map(
                        bucket ->
                            seen(
                                bucket.bucket(),
                                new CloudFigures(bucket.location().region(), billed.endpoint()),
                                clock.instant()))
                    .orElse(Map.of())
                : Map.of(),
        clock);
  }

  @Bean
  RecurringTask<String> bucketFiguresTask(AskedFigures askedOfCloudWatch) {
    return askedOfCloudWatch.task();
  }

  @Bean
  MeterBinder billedMetrics(
      AskedFigures askedOfCloudWatch, BilledSettings settings, DataSource database) {
    return registry -> {
      if (settings.on()) {
        AskedFigures.Shown shown = askedOfCloudWatch.on(database, registry);
        CLASSES.keySet().forEach(one -> shown.gauge(StorageMetric.BUCKET_BILLED, one, one));
        shown.gauge(StorageMetric.BUCKET_BILLED_OBJECTS, OBJECTS);
      }
    };
  }

  /** What is known of a bucket: bytes by class, and objects of all classes. */
  static Map<String, Double> seen(String bucket, CloudFigures cloudWatch, Instant now) {
    List<String> classes = new ArrayList<>();
    List<Series> series = new ArrayList<>();
    CLASSES.forEach(
        (name, types) ->
            types.forEach(
                type -> {
                  classes.add(name);
                  series.add(of(bucket, "BucketSizeBytes", type));
                }));
    series.add(of(bucket, "NumberOfObjects", "AllStorageTypes"));
    List<NavigableMap<Instant, Double>> all = cloudWatch.of(series, now.minus(WINDOW), now);
    Optional<Instant> day =
        all.stream()
            .filter(points -> !points.isEmpty())
            .map(NavigableMap::lastKey)
            .max(Instant::compareTo);
    Map<String, Double> figures = new HashMap<>();
    if (day.isEmpty()) {
      return figures;
    }
    // A class that nothing is in has no figure; on a day that has others it is empty.
    for (int i = 0; i < classes.size(); i++) {
      figures.merge(classes.get(i), all.get(i).getOrDefault(day.get(), 0.0), Double::sum);
    }
    Stream.of(all.getLast())
        .filter(points -> !points.isEmpty())
        .forEach(points -> figures.put(OBJECTS, points.lastEntry().getValue()));
    return figures;
  }

  private static Series of(String bucket, String metric, String type) {
    return new Series(
        "AWS/S3", metric, Map.of("BucketName", bucket, "StorageType", type), "Average", DAY);
  }
}
