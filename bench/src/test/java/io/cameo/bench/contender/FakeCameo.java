package io.cameo.bench.contender;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.imageio.ImageIO;

/**
 * Stands in for our server's jar in tests of the benchmarks themselves: the same addresses, no
 * work.
 *
 * <p>With {@code FAKE_REFUSES=n} every n-th upload is refused, honestly or, with {@code
 * FAKE_DISHONEST}, without saying when to come again.
 */
public final class FakeCameo {

  private FakeCameo() {}

  public static void main(String[] arguments) throws IOException {
    AtomicInteger uploads = new AtomicInteger();
    int every = Integer.parseInt(System.getenv().getOrDefault("FAKE_REFUSES", "1000000"));
    HttpServer server = listen("PORT");
    server.createContext(
        "/v1/avatars/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String subject = exchange.getRequestURI().getPath().substring(12);
          boolean put = exchange.getRequestMethod().equals("PUT");
          if (put && uploads.incrementAndGet() % every == 0) {
            if (System.getenv("FAKE_DISHONEST") == null) {
              exchange.getResponseHeaders().set("Retry-After", "1");
            }
            answer(
                exchange, 503, "application/problem+json", "{}".getBytes(StandardCharsets.UTF_8));
            return;
          }
          answer(exchange, put ? 201 : 200, "application/json", avatar(subject));
        });
    server.createContext("/a/", exchange -> answer(exchange, 200, "image/jpeg", picture(exchange)));
    server.createContext("/u/", exchange -> answer(exchange, 200, "image/jpeg", picture(256)));
    server.start();
    HttpServer management = listen("MANAGEMENT_PORT");
    management.createContext(
        "/readyz",
        exchange -> answer(exchange, 200, "text/plain", "ok".getBytes(StandardCharsets.UTF_8)));
    management.start();
  }

  /** Packs this class into a jar that runs. */
  public static Path jar(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeCameo.class.getName());
    String entry = FakeCameo.class.getName().replace('.', '/') + ".class";
    Path jar = folder.resolve("fake.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream classes = new JarOutputStream(out, manifest)) {
      classes.putNextEntry(new ZipEntry(entry));
      classes.write(FakeCameo.class.getResourceAsStream("/" + entry).readAllBytes());
    }
    return jar;
  }

  private static HttpServer listen(String port) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv(port)));
    HttpServer server = HttpServer.create(address, 100);
    server.setExecutor(Executors.newFixedThreadPool(16));
    return server;
  }

  private static byte[] avatar(String subject) {
    StringBuilder urls = new StringBuilder();
    for (int size : new int[] {512, 256, 192, 128, 96, 64, 48, 32}) {
      urls.append(urls.isEmpty() ? "" : ",")
          .append("\"%d\":{\"jpg\":\"/a/v1/%d.jpg\"}".formatted(size, size));
    }
    return "{\"subject\":\"%s\",\"version\":\"v1\",\"state\":\"LIVE\",\"urls\":{%s}}"
        .formatted(subject, urls)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] picture(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring("/a/v1/".length());
    return picture(Integer.parseInt(name.replace(".jpg", "")));
  }

  private static byte[] picture(int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
    return bytes.toByteArray();
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("ETag", "\"1\"");
      if ("\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
