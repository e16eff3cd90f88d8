package io.cameo.service.observability;

import static io.cameo.service.observability.Measure.counterOf;
import static io.cameo.service.observability.Measure.gaugeOf;

/** What is measured of the service itself: who is let in, its database, its jobs, its switches. */
public enum ServiceMetric implements Metric {
  LIMITS_REMEMBERED(
      gaugeOf(
          "cameo.limits.remembered",
          "Refused callers that are remembered, and cost the database nothing")),
  LOGINS_REFUSED(
      counterOf("cameo.logins.refused", "Credentials that were refused, by what was presented")
          .by("credential", "malformed upload-token provider-token key")),
  SWITCH(
      gaugeOf("cameo.switch", "1 while the switch is on")
          .by("name", "uploads direct-uploads processing gravatar fallbacks-only")),
  CERTIFICATE_LEFT(
      gaugeOf(
              "cameo.tls.certificate.left",
              "seconds",
              "Time until the certificate of the public port expires")
          .only("with CAMEO_TLS_CERTIFICATE")),

  REPLICA_PRIMARY_READS(
      counterOf(
              "cameo.replica.primary.reads",
              "Reads that replicas might have answered and the primary did")
          .only(Texts.REPLICAS)),
  REPLICA_READS(
      counterOf("cameo.replica.reads", "Reads that a replica was asked for, by what became of them")
          .by("replica", "", Texts.REPLICA)
          .by("outcome", "answered unsure behind busy failed")
          .only(Texts.REPLICAS)),
  REPLICA_LAG(
      gaugeOf(
              "cameo.replica.lag",
              "seconds",
              "How old the state is that a replica shows; -1 when that is not known")
          .by("replica", "", Texts.REPLICA)
          .only(Texts.REPLICAS)),
  REPLICA_LAG_BYTES(
      gaugeOf("cameo.replica.lag.bytes", "How much of the primary's log a replica has to replay")
          .by("replica", "", Texts.REPLICA)
          .only(Texts.REPLICAS)),
  REPLICA_CONNECTIONS(
      gaugeOf("cameo.replica.connections", "Connections of the pool to a replica")
          .by("replica", "", Texts.REPLICA)
          .only(Texts.REPLICAS)),
  REPLICA_STATE(
      gaugeOf(
              "cameo.replica.state",
              "1 for the state that a replica is in; only a usable one is read")
          .by("replica", "", Texts.REPLICA)
          .by("state", "", "usable, or why it is not read")
          .only(Texts.REPLICAS)),

  JOBS_DUE(gaugeOf("cameo.jobs.due", "Jobs whose time has come and that no node has taken")),
  JOBS_LATE(
      gaugeOf("cameo.jobs.late", "seconds", "How long the job that is due longest has waited")),

  STATEMENTS_KNOWN(
      gaugeOf(
          "cameo.database.statements.known",
          "1 while pg_stat_statements tells of the service's statements, else 0")),
  STATEMENTS_SLOW(
      gaugeOf(
          "cameo.database.statements.slow",
          "The service's statements that take CAMEO_SLOW_STATEMENT or longer on average")),
  STATEMENT_MEAN(
      gaugeOf(
              "cameo.database.statement.mean",
              "seconds",
              "Average time of the slowest statements, at most ten")
          .by("statement", "", "the id that ./cameo database shows with its text")
          .only("with pg_stat_statements")),
  STATEMENT_CALLS(
      gaugeOf("cameo.database.statement.calls", "Calls of the slowest statements, at most ten")
          .by("statement", "", "the id that ./cameo database shows with its text")
          .only("with pg_stat_statements"));

  /** Constants of an enum cannot use its own fields. */
  private static final class Texts {
    static final String REPLICAS = "with CAMEO_DATABASE_REPLICA_URLS";
    static final String REPLICA = "host and port of the replica";
  }

  private final Measure measure;

  ServiceMetric(Measure measure) {
    this.measure = measure;
  }

  @Override
  public Measure measure() {
    return measure;
  }
}
