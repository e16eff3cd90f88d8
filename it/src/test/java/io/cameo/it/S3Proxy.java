package io.cameo.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** An S3 server of one test, which may be frozen, ended and started again on the same files. */
final class S3Proxy implements AutoCloseable {

  private static final Path HOME = Path.of("../storage/s3proxy").toAbsolutePath().normalize();
  private static final String BUCKET = "avatars";

  /** The key of the server, which no log may hold. */
  static final String SECRET = "secret-of-the-black-box-tests";

  private final Path home;
  private final URI address;
  private Process process;

  private S3Proxy(Path home, URI address) throws IOException {
    this.home = home;
    this.address = address;
    this.process = launch();
  }

  /** Starts it with an empty bucket. */
  static S3Proxy start() {
    if (!Files.isDirectory(HOME.resolve("target/lib"))) {
      throw Skips.missing("S3Proxy, which ./cameo test puts into storage/s3proxy/target/lib");
    }
    try {
      Path home = Files.createTempDirectory("cameo-it-s3-");
      URI address = URI.create("http://127.0.0.1:" + Ports.free());
      // With this provider a folder is a bucket.
      Files.createDirectories(home.resolve("objects").resolve(BUCKET));
      Files.writeString(
          home.resolve("s3proxy.conf"),
          """
          s3proxy.endpoint=%s
          s3proxy.authorization=aws-v2-or-v4
          s3proxy.identity=it-key
          s3proxy.credential=%s
          s3proxy.v4-max-non-chunked-request-size=33554432
          jclouds.provider=filesystem-nio2
          jclouds.filesystem.basedir=%s
          jclouds.identity=any
          jclouds.credential=any
          """
              .formatted(address, SECRET, home.resolve("objects")));
      S3Proxy server = new S3Proxy(home, address);
      server.awaitAnswer();
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            PackagedForm.java(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + HOME.resolve("logback.xml"),
            "-cp",
            HOME.resolve("target/lib") + "/*",
            "org.gaul.s3proxy.Main",
            "--properties",
            home.resolve("s3proxy.conf").toString())
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
        .start();
  }

  private void awaitAnswer() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
      Wait.until(
          "S3Proxy to answer; its log: " + home.resolve("log"),
          Duration.ofSeconds(60),
          () -> http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() > 0);
    }
  }

  /**
   * The settings with which a program uses it.
   *
   * @param more further ones, name and value by turns
   */
  Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AWS_S3_BUCKET", BUCKET);
    settings.put("AWS_REGION", "us-east-1");
    settings.put("AWS_ACCESS_KEY_ID", "it-key");
    settings.put("AWS_SECRET_ACCESS_KEY", SECRET);
    settings.put("CAMEO_S3_ENDPOINT", address.toString());
    // Patient, for a loaded machine; who freezes it wants less.
    settings.put("CAMEO_S3_TIMEOUT", "20s");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  /** The same for a program whose pictures are on its disk. */
  Map<String, String> settingsWithoutBucket(String... more) {
    Map<String, String> settings = settings(more);
    settings.remove("AWS_S3_BUCKET");
    return settings;
  }

  /** The folder in which the bucket's objects are files. */
  Path folder() {
    return home.resolve("objects").resolve(BUCKET);
  }

  /** One more bucket, beside that of the settings. */
  void makeBucket(String name) {
    try {
      Files.createDirectories(home.resolve("objects").resolve(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** An object that somebody else has put there. */
  void put(String bucket, String key, byte[] bytes) {
    try {
      Path file = home.resolve("objects").resolve(bucket).resolve(key);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Files of the bucket that hold objects. */
  List<Path> objects() {
    try (var files = Files.walk(folder())) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The objects by their keys, with their content. */
  Map<String, byte[]> content() {
    Path root = home.resolve("objects").resolve(BUCKET);
    Map<String, byte[]> content = new TreeMap<>();
    for (Path file : objects()) {
      try {
        content.put(root.relativize(file).toString(), Files.readAllBytes(file));
      } catch (IOException deletedMeanwhile) {
        // It is not there any more, and nobody is told that it were.
      }
    }
    return content;
  }

  /** Its address as a setting of replicas names it. */
  String asReplica(String name) {
    return name + "=s3://" + BUCKET + "@us-east-1+" + address;
  }

  /** It takes connections and answers nothing (SIGSTOP). */
  void freeze() {
    signal("STOP");
  }

  /** It goes on where it was (SIGCONT). */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new AssertionError("kill -" + name + " ended with " + code);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again on what it has stored. */
  void startAgain() {
    try {
      process = launch();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    awaitAnswer();
  }

  @Override
  public void close() {
    kill();
    PackagedForm.remove(home);
  }
}
