package io.cameo.service.delivery;

import static io.cameo.service.delivery.DeliveryRig.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many callers cost, and what none of them can do to the others, over real HTTP. */
class ManyCallersTest {

  private static final List<String> ACCEPTS =
      List.of(
          "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
          "image/webp,image/png,image/svg+xml,image/*;q=0.8",
          "*/*",
          "image/avif,image/webp,*/*");

  private final DeliveryRig rig = new DeliveryRig();
  private DeliveryServer server;

  @BeforeEach
  void open(@TempDir Path folder) {
    rig.current.put("ann", whole("jpg", "webp", "avif"));
    server = new DeliveryServer(rig, folder);
  }

  @AfterEach
  void close() {
    server.close();
    rig.close();
  }

  private interface Call {
    DeliveryServer.Answer make(int number);
  }

  /** Makes these calls all at once. */
  private static List<DeliveryServer.Answer> allAtOnce(int many, Call call) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<DeliveryServer.Answer>> calls = new ArrayList<>();
    List<DeliveryServer.Answer> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < many; i++) {
        int number = i;
        calls.add(
            callers.submit(
                () -> {
                  go.await();
                  return call.make(number);
                }));
      }
      go.countDown();
      for (Future<DeliveryServer.Answer> one : calls) {
        answers.add(one.get());
      }
    }
    return answers;
  }

  @Test
  void aColdPictureIsReadOnceInEachTypeHoweverManyAskAtOnce() throws Exception {
    List<DeliveryServer.Answer> answers =
        allAtOnce(200, i -> server.get("/u/ann?s=128", "Accept", ACCEPTS.get(i % 4)));

    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).name())
          .isEqualTo(List.of("128.avif", "128.webp", "128.jpg", "128.avif").get(i % 4));
      assertThat(answers.get(i).header("Vary")).isEqualTo("Accept");
    }
    assertThat(rig.reads).as("reads of the store").hasValue(3);
    assertThat(rig.looks).as("look-ups").hasValue(1);
  }

  @Test
  void aFloodOfUnknownSubjectsCostsNoReadAndBoundedMemory() throws Exception {
    List<DeliveryServer.Answer> answers =
        allAtOnce(1_000, i -> server.get("/u/nobody-" + i + "?s=64", "Accept", ACCEPTS.get(i % 4)));

    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    assertThat(rig.reads).as("reads of the store").hasValue(0);
    assertThat(rig.looks).as("look-ups, one each").hasValue(1_000);
    assertThat(rig.memory.rememberedSubjects()).isLessThanOrEqualTo(100);
  }

  @Test
  void aFloodOfSizesAndHeadersCostsOneReadOfEachRendition() throws Exception {
    List<DeliveryServer.Answer> answers =
        allAtOnce(
            1_000,
            i ->
                server.get(
                    "/u/ann?s=" + i + "&v=" + i, "Accept", ACCEPTS.get(i % 4) + ";q=0." + i % 7));

    Set<String> names = new TreeSet<>();
    answers.forEach(answer -> names.add(answer.name()));
    assertThat(names).hasSizeLessThanOrEqualTo(9).contains("64.jpg", "256.avif");
    assertThat(rig.reads.get()).as("reads of the store").isEqualTo(names.size());
    assertThat(rig.looks).as("look-ups").hasValue(1);
    Gauge remembered = rig.metrics.get("cache.size").tag("cache", "cameo.pictures").gauge();
    assertThat(remembered.value()).isEqualTo(names.size());
  }

  @Test
  void aFloodWhileTheStoreIsAwayHasAnAnswerForEverybody() throws Exception {
    rig.storeAway = true;
    List<DeliveryServer.Answer> answers =
        allAtOnce(200, i -> server.get("/u/ann?s=64", "Accept", ACCEPTS.get(i % 4)));

    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.header("X-Cameo-Fallback")).isEqualTo("store-unavailable");
            });
    rig.storeAway = false;
    assertThat(server.get("/u/ann?s=64").name()).isEqualTo("64.jpg");
  }

  /** D3: a body, a method by header or parameter, an address by header. */
  @Test
  void d3NothingThatIsInNoKeyChangesTheAnswer() {
    rig.current.put("tom", whole("jpg", "png"));
    for (String path :
        List.of("/u/ann", "/u/ann.jpg?s=64", "/u/nobody?s=64", "/avatar/" + "c".repeat(32))) {
      DeliveryServer.Answer plain = server.get(path);
      String query = path.contains("?") ? "&" : "?";
      List<DeliveryServer.Answer> others =
          List.of(
              server.ask(
                  server.port(),
                  "GET",
                  path,
                  "s=256&d=404&f=y&size=128",
                  "Content-Type",
                  "application/x-www-form-urlencoded"),
              server.get(path, "X-HTTP-Method-Override", "DELETE", "X-Method-Override", "PUT"),
              server.get(path, "X-Original-URL", "/u/tom", "X-Rewrite-URL", "/u/tom.png"),
              server.get(
                  path,
                  "X-Forwarded-Host",
                  "evil.example",
                  "X-Forwarded-Proto",
                  "ftp",
                  "X-Forwarded-Prefix",
                  "/evil",
                  "Forwarded",
                  "host=evil.example"),
              server.get(path + query + "_method=DELETE&v=2&format=webp&type=avif&utm_source=x"));
      for (DeliveryServer.Answer other : others) {
        assertThat(other.status()).as(path).isEqualTo(200);
        assertThat(other.body()).as(path).isEqualTo(plain.body());
        for (String name : List.of("ETag", "Cache-Control", "Content-Type", "Vary", "Location")) {
          assertThat(other.header(name)).as(name).isEqualTo(plain.header(name));
        }
        assertThat(other.header("Set-Cookie")).isEmpty();
      }
    }
  }

  /** D6: nothing of a signed address or of its parameters exists here. */
  @Test
  void d6NoParameterChoosesAHeaderAndNobodyIsSentToTheStore() {
    for (String path : List.of("/u/ann", "/a/" + rig.current.get("ann").id() + "/128.jpg")) {
      DeliveryServer.Answer plain = server.get(path);
      DeliveryServer.Answer asked =
          server.get(
              path
                  + "?response-content-type=text/html&response-content-disposition=attachment"
                  + "&response-cache-control=x&X-Amz-Signature=x");
      assertThat(asked.status()).isEqualTo(200);
      assertThat(asked.header("Location")).isEmpty();
      for (String name : List.of("Content-Type", "Content-Disposition", "Cache-Control")) {
        assertThat(asked.header(name)).as(name).isEqualTo(plain.header(name));
      }
      assertThat(asked.header("Referrer-Policy")).isEqualTo("no-referrer");
    }
  }
}
