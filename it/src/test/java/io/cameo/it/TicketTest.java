package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Pictures that a client sends to the bucket itself, with nothing but HTTP. */
@Timeout(240)
class TicketTest {

  private static final String EVENTS_TOKEN = "events-token-of-the-black-box-tests";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Map<String, String> settings(S3Proxy s3) {
    return s3.settings(
        "CAMEO_REAP_EVERY", "300ms",
        "CAMEO_INTENT_LIFE", "5s",
        "CAMEO_UPLOAD_EVENTS_TOKEN", EVENTS_TOKEN);
  }

  private static JsonNode ticket(Api api, String subject, String more) {
    Api.Answer answer =
        api.post(
            "/v1/uploads", "{\"subject\":\"" + subject + "\",\"type\":\"image/jpeg\"" + more + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  /** What a browser does with the ticket: its fields, then the file; no credential of ours. */
  private static int send(JsonNode ticket, byte[] picture) {
    JsonNode upload = ticket.path("upload");
    List<Api.Part> parts = new ArrayList<>();
    upload
        .path("fields")
        .properties()
        .forEach(field -> parts.add(Api.Part.field(field.getKey(), field.getValue().asString())));
    parts.add(Api.Part.file(upload.path("file").asString(), "image/jpeg", picture));
    String boundary = "boundary-" + UUID.randomUUID();
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(upload.path("url").asString()))
                  .timeout(Duration.ofSeconds(30))
                  .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                  .POST(
                      HttpRequest.BodyPublishers.ofByteArray(
                          Api.form(boundary, parts.toArray(Api.Part[]::new))))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static Api.Answer finish(Api api, JsonNode ticket, String json) {
    return api.post(ticket.path("finish").path("url").asString(), json);
  }

  private static long incoming(S3Proxy s3) {
    return s3.objects().stream().filter(file -> file.toString().contains("/incoming/")).count();
  }

  private static long versions(Api api, String subject) {
    return api.get("/v1/avatars/" + subject + "/versions").json().path("versions").size();
  }

  @Test
  void aPictureSentToTheBucketBecomesTheAvatarAndLeavesNothingBehind() {
    try (S3Proxy s3 = S3Proxy.start();
        Program program = Program.start(Homes.prepared(), settings(s3))) {
      Api api = new Api(program, Program.ADMIN_KEY);
      assertThat(api.get("/v1/limits").json().path("directUploads").asBoolean()).isTrue();
      byte[] picture = Pictures.jpeg(300, Pictures.RED);
      String subject = Api.subject();
      JsonNode ticket = ticket(api, subject, ",\"bytes\":" + picture.length);

      assertThat(finish(api, ticket, "").code()).isEqualTo("not-uploaded");
      assertThat(send(ticket, Pictures.jpeg(900, Pictures.GREEN))).isBetween(400, 499);
      assertThat(send(ticket, picture)).isBetween(200, 204);

      Api.Answer preview = api.get(ticket.path("preview").asString());
      assertThat(preview.status()).as(preview.text()).isEqualTo(200);
      assertThat(preview.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(preview.header("X-Picture-Size")).startsWith("300x");
      assertThat(api.get("/v1/avatars/" + subject).status()).isEqualTo(404);

      Api.Answer done = finish(api, ticket, "{\"crop\":\"0,0,100\"}");
      assertThat(done.status()).as(done.text()).isEqualTo(201);
      String version = done.json().path("version").asString();
      assertThat(api.get("/u/" + subject).status()).isEqualTo(200);
      for (String address : Api.addresses(done.json())) {
        assertThat(api.get(address).status()).isEqualTo(200);
      }
      assertThat(finish(api, ticket, "").json().path("version").asString()).isEqualTo(version);

      // The form still works, and what comes by it is nobody's picture.
      assertThat(send(ticket, picture)).isBetween(200, 204);
      assertThat(finish(api, ticket, "").json().path("version").asString()).isEqualTo(version);
      assertThat(versions(api, subject)).isEqualTo(1);

      foreignAndUnknownTicketsAreNotTold(api, subject);
      onArrival(api, s3);
    }
  }

  private static void foreignAndUnknownTicketsAreNotTold(Api api, String subject) {
    String token =
        api.post("/v1/tokens", "{\"subject\":\"" + subject + "\"}").json().path("token").asString();
    Api user = api.as(token);
    JsonNode own = ticket(user, subject, "");
    JsonNode foreign = ticket(api, Api.subject(), "");
    assertThat(finish(user, own, "").code()).isEqualTo("not-uploaded");
    assertThat(finish(user, foreign, "").code()).isEqualTo("no-ticket");
    assertThat(finish(api.as(""), own, "").status()).isEqualTo(401);
    assertThat(user.post("/v1/uploads", "{\"subject\":\"other\",\"type\":\"image/png\"}").status())
        .isEqualTo(403);
  }

  private static void onArrival(Api api, S3Proxy s3) {
    String subject = Api.subject();
    JsonNode ticket = ticket(api, subject, ",\"finish\":\"arrival\",\"crop\":\"0,0,64\"");
    assertThat(send(ticket, Pictures.jpeg(320, Pictures.BLUE))).isBetween(200, 204);
    String event =
        "{\"Records\":[{\"s3\":{\"object\":{\"key\":\"incoming/"
            + ticket.path("id").asString()
            + "\"}}}]}";
    assertThat(api.as("").post("/v1/uploads/events/" + EVENTS_TOKEN, event).status())
        .isEqualTo(204);
    Wait.until(
        "the picture to be there by itself",
        Duration.ofSeconds(30),
        () -> api.get("/v1/avatars/" + subject).status() == 200);
    assertThat(finish(api, ticket, "").status()).isEqualTo(201);
    Wait.until(
        "what was sent after the event to leave the bucket",
        Duration.ofSeconds(30),
        () -> s3.objects().stream().noneMatch(file -> file.toString().contains(id(ticket))));
  }

  private static String id(JsonNode ticket) {
    return ticket.path("id").asString();
  }

  /** Kills the service while tickets are being finished: each becomes one version, once. */
  @Test
  void everyTicketBecomesOnePictureWhenTheServiceIsKilledOnItsWay() {
    Path home = Homes.prepared();
    Random random = new Random(4);
    try (S3Proxy s3 = S3Proxy.start()) {
      Program program = Program.start(home, settings(s3));
      try {
        Map<String, JsonNode> tickets = new HashMap<>();
        Api api = new Api(program, Program.ADMIN_KEY);
        for (int i = 0; i < 16; i++) {
          String subject = Api.subject();
          JsonNode ticket = ticket(api, subject, "");
          assertThat(send(ticket, Pictures.jpeg(300 + i, Pictures.RED))).isBetween(200, 204);
          tickets.put(subject, ticket);
        }
        Map<String, String> told = new java.util.concurrent.ConcurrentHashMap<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
          tickets.forEach(
              (subject, ticket) -> callers.submit(() -> tell(api, subject, ticket, told)));
          // Some have been answered, and the others are on their way.
          int some = random.nextInt(1, 6);
          Wait.until(some + " to be finished", Duration.ofSeconds(60), () -> told.size() >= some);
          program.kill();
        }
        Processes.awaitNoneOf(home, Duration.ofSeconds(20));
        program = Program.start(home, settings(s3));
        Api again = new Api(program, Program.ADMIN_KEY);
        endLeases(program);
        tickets.forEach((subject, ticket) -> assertOneVersion(again, subject, ticket, told));
        assertThat(told.size()).as("finished before the kill").isLessThan(16);
        Wait.until(
            "everything that was sent to leave the bucket",
            Duration.ofSeconds(60),
            () -> incoming(s3) == 0);
      } finally {
        program.close();
      }
    }
  }

  /** What time would do within three minutes. */
  private static void endLeases(Program program) {
    try (Connection connection = EmbeddedDatabase.connect(program.data());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "update upload_ticket set lease_until = now() - interval '1 second'"
              + " where state = 'FINISHING'");
    } catch (SQLException failed) {
      throw new AssertionError(failed);
    }
  }

  private static void tell(Api api, String subject, JsonNode ticket, Map<String, String> told) {
    try {
      Api.Answer answer = api.post("/v1/uploads/" + id(ticket) + "/finish", "");
      if (answer.status() == 201) {
        told.put(subject, answer.json().path("version").asString());
      }
    } catch (java.io.UncheckedIOException killed) {
      // Nothing was promised.
    }
  }

  private static void assertOneVersion(
      Api api, String subject, JsonNode ticket, Map<String, String> told) {
    // The program has another port now than its tickets say.
    Api.Answer answer = api.post("/v1/uploads/" + id(ticket) + "/finish", "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    String version = answer.json().path("version").asString();
    if (told.containsKey(subject)) {
      assertThat(version).isEqualTo(told.get(subject));
    }
    assertThat(versions(api, subject)).isEqualTo(1);
    assertThat(api.get("/u/" + subject).status()).isEqualTo(200);
  }
}
