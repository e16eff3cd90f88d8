package io.cameo.service.telemetry.cloudwatch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** What other services of AWS told CloudWatch. */
public final class Figures {

  private Figures() {}

  /**
   * A series.
   *
   * @param statistic such as {@code Sum}, of each period
   */
  public record Series(
      String namespace,
      String metric,
      Map<String, String> dimensions,
      String statistic,
      Duration period) {

    public Series {
      dimensions = Map.copyOf(dimensions);
    }
  }

  /**
   * Asks for all of them in one call; the answers have their order, and are empty for what
   * CloudWatch does not know.
   *
   * @param region whose CloudWatch is asked; empty for the one that AWS's own tools would take
   * @param endpoint in the place of AWS's own
   * @throws IllegalStateException with the permission that is needed, when CloudWatch refuses
   */
  public static List<NavigableMap<Instant, Double>> of(
      Optional<String> region,
      Optional<URI> endpoint,
      List<Series> series,
      Instant from,
      Instant to) {
    List<MetricDataQuery> queries = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      queries.add(query("q" + i, series.get(i)));
    }
    try (CloudWatchClient client = CloudWatchReports.client(region, endpoint)) {
      GetMetricDataResponse answer =
          client.getMetricData(get -> get.metricDataQueries(queries).startTime(from).endTime(to));
      return queries.stream().map(query -> points(answer, query.id())).toList();
    } catch (SdkException refused) {
      throw new IllegalStateException(
          "CloudWatch did not give its figures ("
              + refused.getClass().getSimpleName()
              + "); the call needs credentials with cloudwatch:GetMetricData.",
          refused);
    }
  }

  private static MetricDataQuery query(String id, Series series) {
    List<Dimension> dimensions =
        series.dimensions().entrySet().stream()
            .map(one -> Dimension.builder().name(one.getKey()).value(one.getValue()).build())
            .toList();
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            of ->
                of.stat(series.statistic())
                    .period(Math.toIntExact(series.period().toSeconds()))
                    .metric(
                        metric ->
                            metric
                                .namespace(series.namespace())
                                .metricName(series.metric())
                                .dimensions(dimensions)))
        .build();
  }

  private static NavigableMap<Instant, Double> points(GetMetricDataResponse answer, String id) {
    NavigableMap<Instant, Double> points = new TreeMap<>();
    for (MetricDataResult result : answer.metricDataResults()) {
      if (id.equals(result.id())) {
        int known = Math.min(result.timestamps().size(), result.values().size());
        for (int i = 0; i < known; i++) {
          points.put(result.timestamps().get(i), result.values().get(i));
        }
      }
    }
    return points;
  }
}
