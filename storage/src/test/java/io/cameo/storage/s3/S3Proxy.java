package io.cameo.storage.s3;

import io.cameo.storage.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** S3Proxy in memory, started once for the tests of a module; strict about signatures. */
public final class S3Proxy {

  private static final Path HOME = Path.of("../storage/s3proxy").toAbsolutePath().normalize();

  private static final class Started {
    private static final S3Server SERVER = start();
  }

  private S3Proxy() {}

  /** The server that all tests of this JVM share. */
  public static S3Server server() {
    if (!Files.isDirectory(HOME.resolve("target/lib"))) {
      throw Skips.missing("S3Proxy, which ./cameo test puts into storage/s3proxy/target/lib");
    }
    return Started.SERVER;
  }

  private static S3Server start() {
    URI address = URI.create("http://127.0.0.1:" + Ports.free());
    Path folder = ServerProcess.folder("cameo-s3proxy-");
    Path settings = folder.resolve("s3proxy.conf");
    try {
      Files.writeString(
          settings,
          """
          s3proxy.endpoint=%s
          s3proxy.authorization=aws-v2-or-v4
          s3proxy.identity=tests-key
          s3proxy.credential=tests-secret
          s3proxy.v4-max-non-chunked-request-size=33554432
          jclouds.provider=transient-nio2
          jclouds.identity=any
          jclouds.credential=any
          """
              .formatted(address));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    ServerProcess process =
        ServerProcess.start(
            folder,
            "s3proxy",
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + HOME.resolve("logback.xml"),
                "-cp",
                HOME.resolve("target/lib") + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString()));
    process.awaitHttp(address);
    return new S3Server(
        Optional.of(address),
        Optional.empty(),
        Optional.of(new S3StoreOptions.Credentials("tests-key", "tests-secret", Optional.empty())),
        S3StoreOptions.Checksums.ALWAYS);
  }
}
