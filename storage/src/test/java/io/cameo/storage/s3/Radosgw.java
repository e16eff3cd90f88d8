package io.cameo.storage.s3;

import io.cameo.storage.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Ceph's object gateway on a cluster of one monitor and one OSD in memory, started once. A day of
 * its lifecycle rules lasts five seconds.
 */
public final class Radosgw {

  private static final List<String> PROGRAMS =
      List.of("ceph-mon", "ceph-osd", "ceph", "monmaptool", "radosgw", "radosgw-admin");

  private static final class Started {
    private static final S3Server SERVER = new Radosgw().start();
  }

  private final Path folder = ServerProcess.folder("cameo-ceph-");
  private final Path conf = folder.resolve("ceph.conf");
  private final int monitorPort = Ports.free();
  private final int port = Ports.free();
  private final String cluster = UUID.randomUUID().toString();

  private Radosgw() {}

  public static S3Server server() {
    for (String program : PROGRAMS) {
      if (!Files.isExecutable(Path.of("/usr/bin", program))) {
        throw Skips.missing(
            "Ceph's " + program + " (Debian: radosgw ceph-mon ceph-osd ceph-common)");
      }
    }
    return Started.SERVER;
  }

  private S3Server start() {
    try {
      Files.writeString(conf, settings());
      // Monitor and OSD keep even a cluster in memory under folders of theirs.
      Files.createDirectories(folder.resolve("mon"));
      Files.createDirectories(folder.resolve("osd"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    String monitors = folder.resolve("monmap").toString();
    run(
        "monmaptool",
        "--create",
        "--clobber",
        "--addv",
        "a",
        "[v2:127.0.0.1:" + monitorPort + "]",
        "--fsid",
        cluster,
        monitors);
    run(ceph("ceph-mon", "--mkfs", "-i", "a", "--monmap", monitors, "--keyring", "/dev/null"));
    ServerProcess monitor = server("mon", ceph("ceph-mon", "-i", "a", "-f"));
    monitor.await(() -> ServerProcess.succeeds(folder, ceph("ceph", "osd", "create")));
    run(ceph("ceph-osd", "-i", "0", "--mkfs"));
    server("osd", ceph("ceph-osd", "-i", "0", "-f"));
    run(ceph("ceph", "osd", "crush", "add", "osd.0", "1.0", "root=default", "host=h"));
    run(
        ceph(
            "radosgw-admin",
            "user",
            "create",
            "--uid=tests",
            "--display-name=tests",
            "--access-key=tests-key",
            "--secret=tests-secret"));
    URI address = URI.create("http://127.0.0.1:" + port);
    server("rgw", ceph("radosgw", "-n", "client.rgw", "-f")).awaitHttp(address);
    return new S3Server(
        Optional.of(address),
        Optional.empty(),
        Optional.of(new S3StoreOptions.Credentials("tests-key", "tests-secret", Optional.empty())),
        S3StoreOptions.Checksums.WHEN_REQUIRED);
  }

  private String settings() {
    return """
        [global]
        fsid = %1$s
        mon host = v2:127.0.0.1:%2$d
        mon initial members = a
        auth cluster required = none
        auth service required = none
        auth client required = none
        public addr = 127.0.0.1
        cluster addr = 127.0.0.1
        osd pool default size = 1
        osd pool default min size = 1
        osd pool default pg num = 4
        osd pool default pgp num = 4
        mon allow pool size one = true
        mon max pg per osd = 2000
        osd crush chooseleaf type = 0
        osd objectstore = memstore
        memstore device bytes = 2147483648
        run dir = %3$s
        admin socket = %3$s/$name.asok
        log file = %3$s/$name.log
        mon data = %3$s/mon
        osd data = %3$s/osd
        [client.rgw]
        rgw frontends = beast endpoint=127.0.0.1:%4$d
        ms mon client mode = crc
        rgw lc debug interval = 5
        """
        .formatted(cluster, monitorPort, folder, port);
  }

  private List<String> ceph(String program, String... words) {
    List<String> command = new ArrayList<>(List.of(program, "-c", conf.toString()));
    command.addAll(List.of(words));
    return command;
  }

  private void run(String... command) {
    run(List.of(command));
  }

  private void run(List<String> command) {
    ServerProcess.run(folder, command);
  }

  private ServerProcess server(String name, List<String> command) {
    return ServerProcess.start(folder, name, command);
  }
}
