package io.cameo.bench.contender;

import io.cameo.bench.load.Http;
import io.cameo.bench.running.Child;
import io.cameo.bench.running.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** S3Proxy with one bucket on disk, as a process of its own on the same machine. */
public final class BucketServer implements AutoCloseable {

  /** What is said of it in results. */
  public static final String WORDS = "S3Proxy 4.1.0 on disk, on the same cores";

  private static final String BUCKET = "avatars";
  private static final Duration START = Duration.ofSeconds(60);

  private final Child child;
  private final int port;

  private BucketServer(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /**
   * Starts it with an empty bucket.
   *
   * @param project where {@code ./cameo} has put S3Proxy
   */
  public static BucketServer start(Path project, Path folder)
      throws IOException, InterruptedException {
    Path home = project.resolve("storage/s3proxy");
    if (!Files.isDirectory(home.resolve("target/lib"))) {
      throw new IllegalStateException("S3Proxy is missing; run the benchmark by ./cameo bench.");
    }
    int port = FreePort.any();
    // With this provider a folder is a bucket.
    Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.conf"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v2-or-v4
            s3proxy.identity=bench-key
            s3proxy.credential=bench-secret
            s3proxy.v4-max-non-chunked-request-size=33554432
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            jclouds.identity=any
            jclouds.credential=any
            """
                .formatted(port, folder.resolve("objects")));
    Child child =
        Child.start(
            "s3proxy",
            folder,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlogback.configurationFile=" + home.resolve("logback.xml"),
                "-cp",
                home.resolve("target/lib") + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString()),
            Map.of());
    try {
      child.await(() -> answers(port), START);
    } catch (RuntimeException | InterruptedException e) {
      child.close();
      throw e;
    }
    return new BucketServer(child, port);
  }

  private static boolean answers(int port) {
    try {
      return Http.get(Http.local(port), "/", Map.of()).status() > 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What makes our server use it. */
  public Map<String, String> settings() {
    return Map.of(
        "AWS_S3_BUCKET", BUCKET,
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "bench-key",
        "AWS_SECRET_ACCESS_KEY", "bench-secret",
        "CAMEO_S3_ENDPOINT", "http://127.0.0.1:" + port);
  }

  /** Processor seconds it has used so far. */
  public double cpuSeconds() {
    return child.tree().cpuSeconds();
  }

  @Override
  public void close() {
    child.close();
  }
}
