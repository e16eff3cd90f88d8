package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cameo.it.OperatorCommand.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} as a process of its own, beside a service. */
@Timeout(180)
@ExtendWith(Running.class)
class ImportTest {

  @TempDir private Path folder;

  private static Answer run(Program program, String... words) {
    List<String> all = new ArrayList<>(List.of("import"));
    all.addAll(List.of(words));
    return OperatorCommand.run(program.home(), Map.of(), all.toArray(String[]::new));
  }

  private static String version(Api api, String subject) {
    Api.Answer answer = api.get("/v1/avatars/" + subject);
    assertThat(answer.status()).as(subject).isEqualTo(200);
    return answer.json().path("version").asString();
  }

  @Test
  void aKilledImportOfAFolderGoesOnAndNamesWhatItRefuses(Program program, Api api)
      throws Exception {
    String family = "imp-" + UUID.randomUUID() + "-";
    for (int i = 0; i < 8; i++) {
      Files.write(folder.resolve(family + i + ".jpg"), Pictures.jpeg(80 + i, Pictures.RED));
    }
    Files.writeString(folder.resolve(family + "text.jpg"), "this is no picture");
    Files.write(folder.resolve("no subject.jpg"), Pictures.jpeg(50, Pictures.RED));
    String kept = family + "7";
    String before =
        api.upload(kept, Pictures.jpeg(99, Pictures.BLUE)).json().path("version").asString();
    String gone = family + "6";
    api.upload(gone, Pictures.jpeg(98, Pictures.BLUE));
    api.delete("/v1/avatars/" + gone + "?erase=true");

    Answer dry = run(program, "--folder", folder.toString(), "--refusals", "csv");
    assertThat(dry.exitCode()).as(dry.err()).isEqualTo(1);
    assertThat(dry.out().lines())
        .hasSize(4)
        .contains("place,subject,code,sentence")
        .anyMatch(line -> line.contains("\"bad-subject\""))
        .anyMatch(line -> line.contains("\"unsupported-type\""))
        .anyMatch(line -> line.contains("\"erased\""));
    assertThat(dry.err()).contains("6 taken", "1 kept", "3 refused", "Nothing was kept");
    assertThat(api.get("/v1/avatars/" + family + "0").status()).isEqualTo(404);

    killAfterTwo(program);
    Answer rest = run(program, "--folder", folder.toString(), "--yes");
    assertThat(rest.exitCode()).as(rest.err()).isEqualTo(1);
    assertThat(rest.err()).contains("Goes on; ");
    assertThat(rest.out()).contains("erased", "unsupported-type", "bad-subject", "3 refused");
    for (int i = 0; i < 6; i++) {
      String version = version(api, family + i);
      assertThat(api.get("/a/" + version + "/64.jpg").status()).isEqualTo(200);
      assertThat(new Truth(program).audit(family + i)).containsExactly("upload done");
    }
    assertThat(version(api, kept)).isEqualTo(before);
    assertThat(api.get("/v1/avatars/" + gone).status()).isEqualTo(404);
    assertThat(new Truth(program).count("import_run")).isZero();
    assertThat(new Truth(program).count("import_done")).isZero();
  }

  /** The rate leaves room to kill it in the middle. */
  private void killAfterTwo(Program program) throws Exception {
    Process command =
        OperatorCommand.builder(
                program.home(),
                Map.of(),
                "import",
                "--folder",
                folder.toString(),
                "--yes",
                "--rate",
                "1")
            .redirectErrorStream(true)
            .redirectOutput(OperatorCommand.unread(program.home()))
            .start();
    try {
      Wait.until(
          "two pictures to be imported",
          Duration.ofSeconds(60),
          () -> new Truth(program).count("import_done") >= 2);
      assertThat(command.isAlive()).as("killed before its end").isTrue();
    } finally {
      command.destroyForcibly();
      command.waitFor(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void listsLeadToFilesToAddressesAndToGravatarButNotInsideUnlessTheyMay(Program program, Api api)
      throws Exception {
    byte[] picture = Pictures.jpeg(90, Pictures.GREEN);
    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest("ann@example.org".getBytes(StandardCharsets.UTF_8)));
    HttpServer server = server(picture, "/avatar/" + hash);
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      String subject = "list-" + UUID.randomUUID();
      Path addresses =
          list(
              "subject,address",
              subject + ',' + base + "/to-the-picture",
              subject + "-b,file:///etc/passwd");
      Answer inside = run(program, "--csv", addresses.toString(), "--yes", "--refusals", "jsonl");
      assertThat(inside.exitCode()).isEqualTo(1);
      assertThat(inside.out().lines())
          .hasSize(2)
          .allMatch(line -> line.contains("\"code\":\"address-refused\""));

      Answer allowed =
          run(program, "--csv", addresses.toString(), "--yes", "--allow-private-addresses");
      assertThat(allowed.out()).contains("1 taken", "1 refused");
      String first = version(api, subject);

      Path mails =
          list("Email,Subject", " Ann@Example.org ," + subject, "bob@example.org,list-bob");
      Answer gravatar =
          run(
              program,
              "--csv",
              mails.toString(),
              "--gravatar",
              base + "/avatar/",
              "--allow-private-addresses",
              "--on-existing",
              "replace",
              "--yes");
      assertThat(gravatar.exitCode()).as(gravatar.err() + gravatar.out()).isZero();
      assertThat(gravatar.out()).contains("1 unchanged", "1 absent", "0 refused");
      assertThat(version(api, subject)).isEqualTo(first);

      Files.write(folder.resolve("a picture.jpg"), Pictures.jpeg(91, Pictures.BLUE));
      Path files =
          list(
              "subject,file",
              subject + ",a picture.jpg",
              subject + ",a picture.jpg",
              subject + "-c,../../etc/passwd",
              subject + "-d,/etc/passwd");
      Answer replaced =
          run(program, "--csv", files.toString(), "--on-existing", "replace", "--yes");
      assertThat(replaced.exitCode()).isEqualTo(1);
      assertThat(replaced.out()).contains("1 taken", "3 refused", "twice", "unreadable");
      assertThat(version(api, subject)).isNotEqualTo(first);
    } finally {
      server.stop(0);
    }
  }

  private Path list(String... lines) throws IOException {
    Path list = Files.createTempFile(folder, "list-", ".csv");
    return Files.write(list, List.of(lines));
  }

  private static HttpServer server(byte[] picture, String path) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String asked = exchange.getRequestURI().getPath();
          if (asked.equals("/to-the-picture")) {
            exchange.getResponseHeaders().set("Location", path);
            exchange.sendResponseHeaders(302, -1);
          } else if (asked.equals(path)) {
            exchange.sendResponseHeaders(200, picture.length);
            exchange.getResponseBody().write(picture);
          } else {
            exchange.sendResponseHeaders(404, -1);
          }
          exchange.close();
        });
    server.start();
    return server;
  }
}
