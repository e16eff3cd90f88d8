package io.cameo.service.upload;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.cameo.service.accounts.TestAccounts;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.catalogue.TestTickets;
import io.cameo.service.catalogue.TicketId;
import io.cameo.service.catalogue.TicketReaper;
import io.cameo.service.catalogue.Tickets;
import io.cameo.service.cdn.CdnSettings;
import io.cameo.service.http.TestAdvice;
import io.cameo.service.limits.TestLimits;
import io.cameo.service.scan.Scanner;
import io.cameo.service.scan.TestScanners;
import io.cameo.storage.IncomingObjects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Direct uploads from the controller to PostgreSQL; the bucket and the workers have stand-ins. */
final class DirectRig implements AutoCloseable {

  static final String TOKEN = "token-of-the-events-of-the-tests";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final UploadRig uploads;
  final MemoryBucket bucket;
  final Tickets tickets;
  final TicketReaper reaper;
  final Arrivals arrivals;
  private final MockMvc http;

  DirectRig(Path folder) {
    this(folder, true, true);
  }

  DirectRig(Path folder, boolean on, boolean hasBucket) {
    this(UploadRig.onDisk(folder), on, hasBucket);
  }

  /** With limits, on a way that works. */
  static DirectRig limited(Path folder, Function<DataSource, TestLimits> limits) {
    return new DirectRig(UploadRig.onDisk(folder, TestScanners.off(), limits), true, true);
  }

  /** With a scanner. */
  static DirectRig scanned(Path folder, Scanner scanner) {
    return new DirectRig(UploadRig.onDisk(folder, scanner), true, true);
  }

  private DirectRig(UploadRig uploads, boolean on, boolean hasBucket) {
    this.uploads = uploads;
    bucket = new MemoryBucket(uploads.faults);
    var faulty = new FaultyDatabase(uploads.database.dataSource(), uploads.faults).dataSource();
    tickets = TestTickets.on(faulty);
    reaper = TestTickets.reaper(uploads.database.dataSource(), uploads.store, bucket);
    DirectSettings settings =
        new DirectSettings(on, 3, 6, Duration.ofMinutes(30), Optional.of(TOKEN));
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    TicketCounter counter =
        new TicketCounter(
            settings,
            uploads.settings,
            tickets,
            uploads.gate,
            uploads.limits.limits(),
            Clock.systemUTC(),
            metrics);
    TicketPicture pictures = new TicketPicture(tickets, bucket, uploads.intake.bodies());
    FinishTicket finish =
        new FinishTicket(
            tickets, uploads.faultyCatalogue.catalogue(), uploads.intake, pictures, metrics);
    DirectWays ways =
        hasBucket
            ? new DirectWays(
                Optional.<IncomingObjects>of(bucket),
                Optional.of(finish),
                Optional.of(new PreviewTicket(tickets, uploads.intake, pictures)))
            : new DirectWays(Optional.empty(), Optional.empty(), Optional.empty());
    arrivals = new Arrivals(tickets, ways.finish());
    http =
        MockMvcBuilders.standaloneSetup(
                new DirectController(
                    TestAccounts.withAdminKey(),
                    tickets,
                    TestCatalogue.tokens(uploads.database.dataSource()),
                    counter,
                    ways,
                    new UploadConfiguration().addresses(uploads.settings, CdnSettings.OFF)),
                new EventController(settings, new BucketEvents(JSON), arrivals))
            .setControllerAdvice(TestAdvice.problems())
            .build();
  }

  MockHttpServletResponse ask(String subject, String more) {
    return answer(
        post("/v1/uploads")
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"subject\":\"" + subject + "\",\"type\":\"image/jpeg\"" + more + "}"));
  }

  /** A new ticket. */
  TicketId ticket(String subject, String more) {
    MockHttpServletResponse answer = ask(subject, more);
    if (answer.getStatus() != 201) {
      throw new AssertionError(text(answer));
    }
    return TicketId.parse(json(answer).path("id").asString()).orElseThrow();
  }

  /** A new ticket whose picture has arrived. */
  TicketId arrived(String subject, byte[] picture) {
    TicketId id = ticket(subject, "");
    bucket.put(id.key(), "image/jpeg", picture);
    return id;
  }

  MockHttpServletResponse finish(TicketId id) {
    return answer(post("/v1/uploads/{id}/finish", id));
  }

  MockHttpServletResponse finish(TicketId id, String crop) {
    return answer(
        post("/v1/uploads/{id}/finish", id)
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"crop\":\"" + crop + "\"}"));
  }

  MockHttpServletResponse finishAs(TicketId id, String credential) {
    return answer(post("/v1/uploads/{id}/finish", id), credential);
  }

  MockHttpServletResponse finishWithKey(TicketId id, String key) {
    return answer(post("/v1/uploads/{id}/finish", id).header("Idempotency-Key", key));
  }

  MockHttpServletResponse preview(TicketId id) {
    return answer(get("/v1/uploads/{id}/preview", id));
  }

  MockHttpServletResponse event(String token, String body) {
    return answer(post("/v1/uploads/events/{token}", token).content(body));
  }

  private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) {
    return answer(request, TestAccounts.ADMIN);
  }

  private MockHttpServletResponse answer(MockHttpServletRequestBuilder request, String credential) {
    try {
      return http.perform(request.header(HttpHeaders.AUTHORIZATION, credential))
          .andReturn()
          .getResponse();
    } catch (Exception neverAnAnswer) {
      throw new AssertionError("the caller would get no answer of ours", neverAnAnswer);
    }
  }

  static String text(MockHttpServletResponse answer) {
    return new String(answer.getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
  }

  static JsonNode json(MockHttpServletResponse answer) {
    return JSON.readTree(answer.getContentAsByteArray());
  }

  static String version(MockHttpServletResponse answer) {
    return json(answer).path("version").asString();
  }

  static String code(MockHttpServletResponse answer) {
    return json(answer).path("code").asString("");
  }

  /** Makes the database say of a ticket what time would. */
  void set(TicketId id, String assignments) {
    uploads
        .database
        .sql()
        .sql("update upload_ticket set " + assignments + " where id = ?")
        .param(id.value())
        .update();
  }

  String state(TicketId id) {
    return uploads
        .database
        .sql()
        .sql("select state from upload_ticket where id = ?")
        .param(id.value())
        .query(String.class)
        .optional()
        .orElse("gone");
  }

  void empty() {
    uploads.empty();
    uploads.database.sql().sql("truncate upload_ticket").update();
  }

  @Override
  public void close() {
    arrivals.close();
    uploads.close();
  }
}
