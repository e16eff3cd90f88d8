package io.cameo.service;

import io.cameo.service.errors.ErrorSettings;
import io.cameo.service.http.TlsSettings;
import io.cameo.service.http.TransportSettings;
import io.cameo.service.telemetry.TelemetrySettings;
import io.cameo.service.upload.UploadSettings;
import java.util.HashMap;
import java.util.Map;

/** What Cameo's settings mean to the framework, and what of it is always so. */
final class SpringDefaults {

  private SpringDefaults() {}

  static Map<String, Object> of(AllSettings all) {
    ServerSettings server = all.server();
    UploadSettings uploads = all.feature(UploadSettings.class);
    Map<String, Object> defaults = new HashMap<>();
    defaults.put("spring.application.name", "cameo");
    defaults.put("spring.main.banner-mode", "off");
    defaults.put("spring.threads.virtual.enabled", true);
    defaults.put("spring.jmx.enabled", false);
    network(defaults, server);
    connections(defaults, all.feature(TransportSettings.class), all.feature(TlsSettings.class));
    uploads(defaults, uploads.maxBytes(), uploads.spool().toString());
    defaults.put("spring.web.resources.add-mappings", false);
    defaults.put("spring.mvc.formcontent.filter.enabled", false);
    defaults.put("spring.servlet.encoding.enabled", false);
    management(defaults, server);
    defaults.putAll(all.feature(TelemetrySettings.class).properties());
    jobs(defaults);
    logging(defaults, all.feature(LogSettings.class), all.feature(ErrorSettings.class).naming());
    return defaults;
  }

  private static void network(Map<String, Object> defaults, ServerSettings server) {
    defaults.put("server.address", server.bind());
    defaults.put("server.port", server.port());
    defaults.put("server.shutdown", "graceful");
    defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "20s");
    defaults.put("server.tomcat.keep-alive-timeout", "60s");
    defaults.put("server.tomcat.max-keep-alive-requests", -1);
    defaults.put("server.max-http-request-header-size", "16KB");
    defaults.put("server.tomcat.max-swallow-size", "32MB");
  }

  private static void connections(
      Map<String, Object> defaults, TransportSettings transport, TlsSettings tls) {
    defaults.put("server.tomcat.connection-timeout", transport.silence().toMillis() + "ms");
    defaults.put("server.tomcat.max-connections", transport.mostConnections(tls.isOn()));
    defaults.putAll(tls.properties());
  }

  private static void uploads(Map<String, Object> defaults, long maxUpload, String spool) {
    defaults.put("spring.servlet.multipart.resolve-lazily", true);
    defaults.put("spring.servlet.multipart.location", spool);
    defaults.put("spring.servlet.multipart.file-size-threshold", "0B");
    defaults.put("spring.servlet.multipart.max-file-size", maxUpload + "B");
    defaults.put("spring.servlet.multipart.max-request-size", maxUpload + 64 * 1024 + "B");
    defaults.put("server.tomcat.max-part-count", 10);
    defaults.put("server.tomcat.max-part-header-size", "1KB");
  }

  private static void management(Map<String, Object> defaults, ServerSettings server) {
    defaults.put("management.server.address", server.bind());
    defaults.put("management.server.port", server.managementPort());
    defaults.put("management.endpoints.web.base-path", "/");
    defaults.put("management.endpoints.web.exposure.include", "health,prometheus");
    defaults.put("management.endpoints.web.path-mapping.prometheus", "metrics");
    defaults.put("management.endpoint.health.show-details", "always");
    defaults.put("management.endpoint.health.group.live.include", "livenessState");
    defaults.put("management.endpoint.health.group.live.additional-path", "management:/livez");
    defaults.put(
        "management.endpoint.health.group.ready.include", "readinessState,db,workers,objects");
    defaults.put("management.endpoint.health.group.ready.additional-path", "management:/readyz");
    defaults.put("management.endpoint.health.probes.enabled", true);
    defaults.put("management.metrics.system.diskspace.paths", server.data().toString());
  }

  private static void jobs(Map<String, Object> defaults) {
    defaults.put("db-scheduler.threads", 4);
    defaults.put("db-scheduler.polling-interval", "2s");
    defaults.put("db-scheduler.delay-startup-until-context-ready", true);
    // A node that was killed at its work is noticed within half a minute, and the work taken over.
    defaults.put("db-scheduler.heartbeat-interval", "5s");
    defaults.put("db-scheduler.missed-heartbeats-limit", 4);
    defaults.put("db-scheduler.shutdown-max-wait", "15s");
    // A job that fails is a fault, which is reported like that of a request.
    defaults.put("db-scheduler.failure-logger-level", "error");
  }

  private static void logging(
      Map<String, Object> defaults, LogSettings form, ErrorSettings.Naming naming) {
    // Libraries speak when something is wrong; what the service does is told by its own lines.
    defaults.put("logging.level.root", "warn");
    defaults.put("logging.level.io.cameo", "info");
    // It says the whole address, in which a user's name may stand; the metrics count such requests.
    defaults.put("logging.level.org.springframework.web.servlet.PageNotFound", "off");
    // It says every load that fails, with its stack; who asked for it says it once in a while.
    defaults.put("logging.level.com.github.benmanes.caffeine", "error");
    // They say a failed start once more, in lines of beans, before it is explained or shown whole.
    defaults.put("logging.level.org.springframework.boot.tomcat.servlet", "off");
    defaults.put("logging.level.org.springframework.boot.web.server.servlet.context", "off");
    // What a failed start leaves running ends with the process.
    defaults.put("logging.level.org.apache.catalina.loader", "error");
    defaults.put("spring.main.log-startup-info", false);
    if (form.json()) {
      defaults.put("logging.structured.format.console", "ecs");
      defaults.put("logging.structured.ecs.service.environment", naming.environment());
    } else {
      defaults.put(
          "logging.pattern.console",
          "%clr(%d{HH:mm:ss.SSS}){faint} %clr(%-5level) %-22.22logger{0} %X{requestId:-}"
              + " %m%n%wEx");
    }
  }
}
