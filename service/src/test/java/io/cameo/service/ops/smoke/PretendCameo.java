package io.cameo.service.ops.smoke;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import tools.jackson.databind.json.JsonMapper;

/**
 * Just enough of Cameo's addresses for the smoke test to pass, with one promise that it breaks on
 * demand. The real program passes in {@code SmokeTest}; a cache that holds one wrong thing, or a
 * limit that does not limit, it does not do on demand.
 */
final class PretendCameo implements AutoCloseable {

  static final String KEY = "key-of-the-pretended-system";
  private static final List<Integer> SIZES = List.of(128, 64);
  private static final long MOST_BYTES = 100_000;

  /** What it does wrong. */
  enum Flaw {
    NONE,
    BEHIND_A_CDN,
    CDN_MISSES,
    NO_LIMITS_ADDRESS,
    UPLOADS_OFF,
    UPLOAD_FAILS,
    REPEAT_MAKES_A_VERSION,
    NO_NOSNIFF,
    SETS_A_COOKIE,
    SHOWS_ANOTHER_PICTURE,
    TAKES_ANY_TYPE,
    TAKES_ANY_SIZE,
    TAKES_DAMAGE,
    SCANNER_AWAY,
    KEEPS_WHAT_IT_REFUSED,
    NEEDS_NO_KEY,
    TOKENS_NEVER_END,
    ANSWERS_EVERYTHING,
    LIMITS_NOTHING,
    PAGES_FOR_PROBLEMS,
    PROMISES_WEBP,
    STABLE_IS_IMMUTABLE,
    SHOWS_THE_OLD_ONE,
    SHOWS_DELETED,
    REVERTS_NOTHING,
    SHOWS_ERASED,
    CDN_PENDING,
    SILENT_LOG,
    LEAKS,
    KEEPS_ITS_KEYS
  }

  private record Version(String id, byte[] source, Map<String, byte[]> renditions) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Flaw flaw;
  private final Path log;
  private final Map<String, Deque<Version>> versions = new HashMap<>();
  private final Map<String, Version> current = new HashMap<>();
  private final Map<String, Version> shown = new HashMap<>();
  private final Map<String, byte[]> everShown = new HashMap<>();
  private final Set<String> erased = new HashSet<>();
  private final Map<String, Integer> uploads = new HashMap<>();
  private final Map<String, Integer> exceptions = new HashMap<>();
  private final Set<String> keys = new HashSet<>();
  private long tokenMadeAt;

  PretendCameo(Flaw flaw, Path log) throws IOException {
    this.flaw = flaw;
    this.log = Files.writeString(log, "begun\n");
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Subjects with pictures, keys and exceptions: all that a run could leave. */
  synchronized Set<String> left() {
    Set<String> left = new HashSet<>(current.keySet());
    left.addAll(keys);
    left.addAll(exceptions.keySet());
    return left;
  }

  /** As a killed run would have left it. */
  synchronized void leave(String rateSubject) {
    exceptions.put("subject=" + rateSubject, 2);
    current.put(rateSubject, new Version("0".repeat(32), new byte[0], Map.of()));
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.startsWith("/a/") || path.startsWith("/u/")) {
        picture(exchange, path, query);
      } else {
        api(exchange, exchange.getRequestMethod() + " " + path, query, body);
      }
    }
  }

  private void api(HttpExchange exchange, String what, String query, byte[] body)
      throws IOException {
    String credential =
        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
            .replace("Bearer ", "");
    if (what.equals("GET /v1/limits") && flaw != Flaw.NO_LIMITS_ADDRESS) {
      json(exchange, 200, limits());
    } else if (what.equals("GET /v1/status")) {
      json(exchange, 200, Map.of("status", flaw == Flaw.UPLOADS_OFF ? "off" : "on", "message", ""));
    } else if (what.equals("POST /v1/limits")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      problem(exchange, 405, "method-not-allowed");
    } else if (!what.contains("/v1/avatars")
        && !what.contains("/v1/admin")
        && !what.contains("/v1/tokens")) {
      problem(exchange, flaw == Flaw.ANSWERS_EVERYTHING ? 200 : 404, "not-found");
    } else if (credential.startsWith("cut_token")) {
      boolean over = System.nanoTime() - tokenMadeAt > 50_000_000 && flaw != Flaw.TOKENS_NEVER_END;
      problem(
          exchange,
          over ? 401 : what.endsWith("other") ? 404 : 403,
          over ? "unauthorized" : what.endsWith("other") ? "no-avatar" : "forbidden");
    } else if (!credential.equals(KEY) && !keys.contains(credential) && flaw != Flaw.NEEDS_NO_KEY) {
      String id = id();
      exchange.getResponseHeaders().set("X-Request-Id", id);
      if (flaw != Flaw.SILENT_LOG) {
        say("refused " + id + (flaw == Flaw.LEAKS ? " " + credential + " " + query : ""));
      }
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"cameo\"");
      problem(exchange, 401, "unauthorized");
    } else if (what.contains("/v1/avatars/")) {
      avatar(exchange, what, query, body);
    } else {
      admin(exchange, what, new String(body, StandardCharsets.UTF_8));
    }
  }

  private Map<String, Object> limits() {
    return Map.of(
        "sizes",
        SIZES,
        "renditions",
        flaw == Flaw.PROMISES_WEBP ? List.of("jpg", "png", "webp") : List.of("jpg", "png"),
        "bytes",
        MOST_BYTES,
        "mode",
        flaw == Flaw.UPLOADS_OFF ? "off" : "on",
        "message",
        "",
        "perHour",
        Map.of("uploads", 30));
  }

  private void admin(HttpExchange exchange, String what, String body) throws IOException {
    switch (what.replaceAll("(erasures|keys)/.*", "$1/x")) {
      case "GET /v1/admin/limits" ->
          json(
              exchange,
              200,
              Map.of(
                  "on",
                  true,
                  "exceptions",
                  exceptions.keySet().stream().map(holder -> Map.of("holder", holder)).toList()));
      case "PUT /v1/admin/limits" -> {
        String holder = body.replaceAll(".*\"holder\":\"([^\"]*)\".*", "$1");
        if (body.contains("amount")) {
          exceptions.put(holder, 2);
        } else {
          exceptions.remove(holder);
        }
        json(exchange, 200, Map.of("on", true));
      }
      case "POST /v1/admin/keys" -> {
        keys.add("cameo_own");
        json(exchange, 201, Map.of("id", "own", "key", "cameo_own"));
      }
      case "DELETE /v1/admin/keys/x" -> {
        if (flaw == Flaw.KEEPS_ITS_KEYS) {
          problem(exchange, 500, "internal");
        } else {
          keys.clear();
          send(exchange, 204, "", new byte[0]);
        }
      }
      case "POST /v1/tokens" -> {
        tokenMadeAt = System.nanoTime();
        json(exchange, 201, Map.of("token", "cut_token"));
      }
      default -> json(exchange, 200, certificate());
    }
  }

  private Map<String, Object> certificate() {
    return Map.of(
        "certificate",
        "c",
        "versions",
        1,
        "objectsGoneBy",
        "soon",
        "elsewhere",
        Map.of("cdn", Map.of("state", flaw == Flaw.CDN_PENDING ? "pending" : "off")));
  }

  private void avatar(HttpExchange exchange, String what, String query, byte[] body)
      throws IOException {
    String subject = what.replaceAll(".*/v1/avatars/([^/]*).*", "$1");
    Version now = current.get(subject);
    if (subject.endsWith(".jpg")) {
      problem(exchange, 400, "bad-subject");
    } else if (what.endsWith("/versions")) {
      json(
          exchange,
          200,
          Map.of(
              "versions",
              versions.getOrDefault(subject, new ArrayDeque<>()).stream()
                  .map(
                      one ->
                          Map.of(
                              "version", one.id(), "state", one.equals(now) ? "LIVE" : "RETIRED"))
                  .toList()));
    } else if (what.endsWith("/revert")) {
      revert(exchange, subject);
    } else if (what.startsWith("PUT")) {
      upload(exchange, subject, body);
    } else if (what.startsWith("DELETE")) {
      remove(exchange, subject, query.contains("erase=true"));
    } else if (now == null) {
      boolean kept = flaw == Flaw.KEEPS_WHAT_IT_REFUSED && subject.endsWith("refused");
      problem(exchange, kept ? 200 : 404, "no-avatar");
    } else {
      json(exchange, 200, described(subject, now));
    }
  }

  private void revert(HttpExchange exchange, String subject) throws IOException {
    Version last = versions.getOrDefault(subject, new ArrayDeque<>()).peekLast();
    if (last == null || erased.contains(subject) || flaw == Flaw.REVERTS_NOTHING) {
      problem(
          exchange,
          erased.contains(subject) ? 409 : 500,
          erased.contains(subject) ? "nothing-to-revert" : "internal");
      return;
    }
    current.put(subject, last);
    shown.put(last.id(), last);
    json(exchange, 200, described(subject, last));
  }

  private void remove(HttpExchange exchange, String subject, boolean erase) throws IOException {
    current.remove(subject);
    if (flaw != Flaw.SHOWS_DELETED && !(erase && flaw == Flaw.SHOWS_ERASED)) {
      versions.getOrDefault(subject, new ArrayDeque<>()).forEach(one -> shown.remove(one.id()));
    }
    if (erase) {
      erased.add(subject);
      json(exchange, 200, certificate());
    } else {
      send(exchange, 204, "", new byte[0]);
    }
  }

  private void upload(HttpExchange exchange, String subject, byte[] body) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    boolean form = type.startsWith("multipart");
    String text = new String(body, 0, Math.min(60, body.length), StandardCharsets.ISO_8859_1);
    boolean png = text.startsWith("\u0089PNG");
    boolean fits =
        form
            || png && type.equals("image/png")
            || text.startsWith("\u00ff\u00d8") && type.equals("image/jpeg")
            || body.length > MOST_BYTES;
    int count = uploads.merge(subject, 1, Integer::sum);
    if (flaw == Flaw.UPLOAD_FAILS) {
      problem(exchange, 503, "storage-unavailable");
    } else if (!fits && flaw != Flaw.TAKES_ANY_TYPE) {
      problem(exchange, 415, "unsupported-type");
    } else if (body.length > MOST_BYTES && flaw != Flaw.TAKES_ANY_SIZE) {
      problem(exchange, 413, "too-large");
    } else if (form && flaw != Flaw.TAKES_DAMAGE) {
      problem(exchange, 422, "damaged-picture");
    } else if (!fits || form || body.length > MOST_BYTES) {
      json(exchange, 201, Map.of());
    } else if (text.startsWith("\u00ff\u00d8")
        && new String(body, StandardCharsets.ISO_8859_1).contains("EICAR")) {
      problem(
          exchange,
          flaw == Flaw.SCANNER_AWAY ? 503 : 422,
          flaw == Flaw.SCANNER_AWAY ? "scanner-unavailable" : "infected");
    } else if (exceptions.containsKey("subject=" + subject)
        && count > 2
        && flaw != Flaw.LIMITS_NOTHING) {
      exchange.getResponseHeaders().set("Retry-After", "1200");
      problem(exchange, 429, "rate-limited");
    } else {
      take(exchange, subject, body, png);
    }
  }

  private void take(HttpExchange exchange, String subject, byte[] body, boolean png)
      throws IOException {
    Version now = current.get(subject);
    if (now != null && Arrays.equals(now.source(), body) && flaw != Flaw.REPEAT_MAKES_A_VERSION) {
      json(exchange, 200, described(subject, now));
      return;
    }
    Version made = new Version(id() + id(), body, renditions(body, png));
    versions.computeIfAbsent(subject, one -> new ArrayDeque<>()).add(made);
    current.put(subject, made);
    shown.put(made.id(), made);
    json(exchange, 201, described(subject, made));
  }

  private Map<String, byte[]> renditions(byte[] body, boolean png) throws IOException {
    Map<String, byte[]> all = new HashMap<>();
    BufferedImage source = ImageIO.read(new ByteArrayInputStream(body));
    for (int size : SIZES) {
      for (String type : png ? List.of("jpg", "png") : List.of("jpg")) {
        BufferedImage scaled =
            new BufferedImage(
                size,
                size,
                type.equals("png") ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.drawImage(source, 0, 0, size, size, null);
        if (flaw == Flaw.SHOWS_ANOTHER_PICTURE) {
          graphics.setColor(Color.BLUE);
          graphics.fillRect(0, 0, size, size);
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(scaled, type, bytes);
        all.put(size + "." + type, bytes.toByteArray());
      }
    }
    return all;
  }

  private Map<String, Object> described(String subject, Version version) {
    Map<String, Map<String, String>> urls = new HashMap<>();
    version
        .renditions()
        .keySet()
        .forEach(
            name ->
                urls.computeIfAbsent(name.split("\\.")[0], size -> new HashMap<>())
                    .put(name.split("\\.")[1], pictures() + "/a/" + version.id() + "/" + name));
    return Map.of(
        "subject",
        subject,
        "version",
        version.id(),
        "state",
        "LIVE",
        "urls",
        urls,
        "stable",
        pictures() + "/u/" + subject);
  }

  private void picture(HttpExchange exchange, String path, String query) throws IOException {
    boolean stable = path.startsWith("/u/");
    String extension = path.matches(".*\\.(jpg|png)") ? path.substring(path.length() - 3) : "";
    Version version =
        stable
            ? current.get(path.substring(3).replaceAll("\\.(jpg|png)$", ""))
            : shown.get(path.split("/")[2]);
    String name =
        stable
            ? SIZES.getFirst() + "." + (extension.isEmpty() ? "png" : extension)
            : path.split("/")[3];
    byte[] bytes =
        version == null
            ? null
            : version
                .renditions()
                .getOrDefault(name, version.renditions().get(SIZES.getFirst() + ".jpg"));
    String type =
        name.endsWith("png") && bytes != null && version.renditions().containsKey(name)
            ? "png"
            : "jpeg";
    if (stable && bytes != null && flaw == Flaw.SHOWS_THE_OLD_ONE) {
      bytes =
          everShown.computeIfAbsent(
              path, one -> version.renditions().getOrDefault(name, new byte[0]));
    }
    if (bytes == null && stable && !query.contains("d=404")) {
      bytes = new byte[] {1};
    }
    exchange
        .getResponseHeaders()
        .set("X-Content-Type-Options", flaw == Flaw.NO_NOSNIFF ? "" : "nosniff");
    exchange
        .getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "cross-origin");
    exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Disposition",
            "inline; filename=\"avatar-"
                + (stable ? "128." + (type.equals("png") ? "png" : "jpg") : name)
                + "\"");
    exchange.getResponseHeaders().set("ETag", "\"t\"");
    exchange
        .getResponseHeaders()
        .set(
            "Cache-Control",
            stable && flaw != Flaw.STABLE_IS_IMMUTABLE
                ? "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
                : "public, max-age=31536000, immutable");
    if (stable && extension.isEmpty()) {
      exchange.getResponseHeaders().set("Vary", "Accept");
    }
    if (hasCdn()) {
      exchange.getResponseHeaders().set("X-Cache", flaw == Flaw.CDN_MISSES ? "MISS" : "HIT");
    }
    if (flaw == Flaw.SETS_A_COOKIE) {
      exchange.getResponseHeaders().set("Set-Cookie", "a=b");
    }
    send(exchange, bytes == null ? 404 : 200, "image/" + type, bytes == null ? new byte[0] : bytes);
  }

  private void problem(HttpExchange exchange, int status, String code) throws IOException {
    String id = exchange.getResponseHeaders().getFirst("X-Request-Id");
    exchange.getResponseHeaders().set("X-Request-Id", id == null ? id() : id);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    Map<String, Object> document =
        new HashMap<>(
            Map.of(
                "type",
                "urn:cameo:problem:" + code,
                "title",
                "No",
                "status",
                status,
                "code",
                code,
                "detail",
                "This cannot be done. Do something else.",
                "requestId",
                exchange.getResponseHeaders().getFirst("X-Request-Id")));
    document.put("policy", "subject-uploads");
    document.put("limit", MOST_BYTES);
    send(
        exchange,
        status,
        flaw == Flaw.PAGES_FOR_PROBLEMS ? "text/html" : "application/problem+json",
        JsonMapper.builder().build().writeValueAsBytes(document));
  }

  private void json(HttpExchange exchange, int status, Object document) throws IOException {
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    send(
        exchange,
        status,
        "application/json",
        JsonMapper.builder().build().writeValueAsBytes(document));
  }

  private boolean hasCdn() {
    return flaw == Flaw.BEHIND_A_CDN || flaw == Flaw.CDN_MISSES;
  }

  /** Another name of the same machine is another place. */
  private String pictures() {
    return hasCdn() ? url().replace("127.0.0.1", "localhost") : url();
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private void say(String line) throws IOException {
    Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
  }

  private static String id() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
