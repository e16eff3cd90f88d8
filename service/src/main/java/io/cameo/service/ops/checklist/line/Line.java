package io.cameo.service.ops.checklist.line;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The lines of the production checklist, and what answers each beside its checks: a command, a
 * feature with its page, or the part of the product that it comes with.
 */
public enum Line {
  INF_1("S3 bucket with proper permissions", "`./cameo provision`", "provision.md"),
  INF_2("CDN (CloudFront) for avatar delivery", "addresses, headers and purges", "cdn.md"),
  INF_3("Monitoring of storage usage", "metrics of stored bytes and objects", "monitoring.md"),
  INF_4("Backup strategy for avatar files", "`./cameo backup`, `./cameo restore`", "backup.md"),
  SEC_1("CORS settings of the bucket", "`./cameo provision`", "direct-upload.md"),
  SEC_2("WAF rules for the upload endpoints", "place: the AWS stack in deploy/aws", "check.md"),
  SEC_3("Rate limiting at load-balancer level", "place: deploy/nginx and deploy/aws", "limits.md"),
  SEC_4(
      "Virus scanning of uploaded files",
      "every upload, and masters again with newer signatures",
      "scanner.md"),
  SEC_5("SSL certificates for the avatar domains", "renewed without a restart", "transport.md"),
  DB_1("Run avatar_production_optimizations.sql", "`./cameo migrate up`", "database.md"),
  DB_2("Database connection pooling", "a pool a node, PgBouncer", "database.md"),
  DB_3("Read replicas if needed", "CAMEO_DATABASE_REPLICA_URLS", "replicas.md"),
  DB_4("Database backups", "`./cameo backup`, `./cameo restore --drill`", "backup.md"),
  MON_1("CloudWatch / monitoring of S3 operations", "metrics of every call to S3", "s3.md"),
  MON_2("Alerts for failed uploads", "alert rules in deploy/prometheus", "alerts.md"),
  MON_3("Log aggregation", "ECS JSON on standard output", "logs.md"),
  MON_4("Error tracking (Sentry / Rollbar)", "SENTRY_DSN, ROLLBAR_ACCESS_TOKEN", "errors.md"),
  ENV_1("NODE_ENV", "setting", "../options.md"),
  ENV_2("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY", "settings", "s3.md"),
  ENV_3("AWS_REGION", "setting", "s3.md"),
  ENV_4("AWS_S3_BUCKET", "setting", "s3.md"),
  ENV_5("MAX_AVATAR_SIZE", "setting", "../options.md"),
  ENV_6("ENABLE_IMAGE_COMPRESSION", "setting", "../options.md"),
  ENV_7("AVATAR_QUALITY", "setting", "../options.md"),
  ENV_8("CDN_BASE_URL", "setting", "cdn.md"),
  ENV_9("ENABLE_CDN", "setting", "cdn.md"),
  TST_1("Test avatar upload in the production environment", "`./cameo smoke`", "smoke.md"),
  TST_2("Verify that the S3 integration works", "`./cameo smoke`", "smoke.md"),
  TST_3("Test rate limiting", "`./cameo smoke`", "smoke.md"),
  TST_4("Verify that old avatars are cleaned up", "the reaper, `./cameo smoke`", "reaper.md"),
  TST_5("Test error handling and logging", "`./cameo smoke`", "smoke.md"),
  PERF_1("Monitor upload response times", "metrics and alert rules", "monitoring.md"),
  PERF_2("Check S3 costs and optimise", "place: the cost model", "check.md"),
  PERF_3("Verify CDN cache hit rates", "metrics and alert rules", "monitoring.md"),
  PERF_4("Monitor database query performance", "`./cameo database`", "database.md"),
  AUD_1("Audit file permissions", "modes of folders and secret files", "check.md"),
  AUD_2("Verify no sensitive data in logs", "the scrubber, `./cameo logs scan`", "logs.md"),
  AUD_3("Test the effectiveness of rate limiting", "`./cameo limits`", "limits.md"),
  AUD_4("Validate file type restrictions", "`./cameo inspect`", "inspect.md"),
  SCL_1("Several S3 regions for global distribution", "CAMEO_S3_REPLICAS", "regions.md"),
  SCL_2("Background jobs for image optimisation", "jobs, `./cameo rerender`", "rerender.md"),
  SCL_3("AWS Lambda for serverless image processing", "place: the module lambda", "check.md"),
  SCL_4("Auto-scaling of API servers", "place: deploy/kubernetes and deploy/aws", "check.md"),
  COST_1("S3 lifecycle policies for old avatars", "`./cameo provision`", "provision.md"),
  COST_2("S3 Intelligent-Tiering", "`./cameo provision`", "provision.md"),
  COST_3("Optimise image compression settings", "formats, `./cameo rerender`", "rerender.md"),
  COST_4("Monitor and alert on storage costs", "place: the cost model", "check.md"),
  RB_1("Disable the avatar upload endpoint", "`./cameo uploads off`", "switches.md"),
  RB_2("Roll back to the previous deployment", "`./cameo rollback`", "rollback.md"),
  RB_3("Revert database migrations if needed", "`./cameo migrate down`", "migrations.md"),
  RB_4("Clean up orphaned S3 files", "`./cameo gc`", "gc.md"),
  RB_5(
      "Notify users of temporary unavailability",
      "`./cameo maintenance on`, `./cameo notify`",
      "maintenance.md");

  private final String title;
  private final String answer;
  private final String page;

  Line(String title, String answer, String page) {
    this.title = title;
    this.answer = answer;
    this.page = page;
  }

  /** As the checklist writes it, such as {@code INF-1}. */
  public String id() {
    return name().replace('_', '-');
  }

  /** The item in the checklist's own words. */
  public String title() {
    return title;
  }

  /** What of the product does it, in Markdown. */
  public String answer() {
    return answer;
  }

  /** The page that says more, as seen from docs/operations. */
  public String page() {
    return page;
  }

  public Category category() {
    String prefix = name().substring(0, name().indexOf('_'));
    return Category.of(prefix).orElseThrow();
  }

  /** By its id, in any case. */
  public static Optional<Line> of(String id) {
    return Arrays.stream(values()).filter(each -> each.id().equalsIgnoreCase(id)).findFirst();
  }

  /** All ids, in the checklist's order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Line::id).toList();
  }
}
