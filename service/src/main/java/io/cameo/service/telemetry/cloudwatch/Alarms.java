package io.cameo.service.telemetry.cloudwatch;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** The alarms of an account, as far as they look at a namespace. */
public final class Alarms {

  /** More of an account's alarms are not read; a hundred are on a page. */
  private static final int MOST_PAGES = 50;

  private static final int PAGE = 100;

  private Alarms() {}

  /**
   * One of them.
   *
   * @param metrics what it looks at in the namespace
   * @param tells whether it does anything when it rings
   */
  public record Alarm(String name, List<String> metrics, boolean tells) {}

  /**
   * Asks for all.
   *
   * @param endpoint in the place of AWS's own
   * @throws IllegalStateException with the permission that is needed, when CloudWatch refuses
   */
  public static List<Alarm> of(String namespace, Optional<URI> endpoint) {
    List<Alarm> found = new ArrayList<>();
    try (CloudWatchClient client = CloudWatchReports.client(endpoint)) {
      String next = null;
      for (int page = 0; page < MOST_PAGES && (page == 0 || next != null); page++) {
        DescribeAlarmsResponse answer =
            client.describeAlarms(
                DescribeAlarmsRequest.builder()
                    .alarmTypes(AlarmType.METRIC_ALARM)
                    .maxRecords(PAGE)
                    .nextToken(next)
                    .build());
        answer.metricAlarms().stream()
            .map(alarm -> seen(alarm, namespace))
            .filter(alarm -> !alarm.metrics().isEmpty())
            .forEach(found::add);
        next = answer.nextToken();
      }
    } catch (SdkException refused) {
      throw new IllegalStateException(
          "CloudWatch did not show its alarms: "
              + refused.getMessage()
              + " The call needs cloudwatch:DescribeAlarms.",
          refused);
    }
    return found;
  }

  private static Alarm seen(MetricAlarm alarm, String namespace) {
    Stream<Metric> ofExpressions =
        alarm.metrics().stream()
            .map(MetricDataQuery::metricStat)
            .filter(stat -> stat != null)
            .map(MetricStat::metric);
    Stream<Metric> own =
        alarm.metricName() == null
            ? Stream.empty()
            : Stream.of(
                Metric.builder()
                    .namespace(alarm.namespace())
                    .metricName(alarm.metricName())
                    .build());
    return new Alarm(
        alarm.alarmName(),
        Stream.concat(own, ofExpressions)
            .filter(metric -> namespace.equals(metric.namespace()))
            .map(Metric::metricName)
            .toList(),
        Boolean.TRUE.equals(alarm.actionsEnabled()) && !alarm.alarmActions().isEmpty());
  }
}
