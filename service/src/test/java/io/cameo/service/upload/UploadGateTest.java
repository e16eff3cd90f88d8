package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameo.image.ImageType;
import io.cameo.service.accounts.Caller;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.switches.TestSwitches;
import jakarta.servlet.ServletInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What is known, and refused, before a body is read. */
class UploadGateTest {

  private static final long LIMIT = 1_000;

  private final UploadGate gate =
      new UploadGate(
          new UploadSettings(
              LIMIT, 2, Duration.ofSeconds(1), Path.of("unused"), 0, Optional.empty()),
          TestSwitches.untouched());

  /** A request whose body must not be touched. */
  private static MockHttpServletRequest request(Optional<String> type, long length) {
    MockHttpServletRequest request =
        new MockHttpServletRequest("PUT", "/v1/avatars/ann") {
          @Override
          public long getContentLengthLong() {
            return length;
          }

          @Override
          public int getContentLength() {
            return length > Integer.MAX_VALUE ? -1 : (int) length;
          }

          @Override
          public ServletInputStream getInputStream() {
            throw new AssertionError("the body was touched");
          }
        };
    type.ifPresent(request::setContentType);
    return request;
  }

  private static MockHttpServletRequest request(String type) {
    return request(Optional.of(type), 100);
  }

  private Problem refusal(MockHttpServletRequest request) {
    return problem(() -> gate.check(request));
  }

  private static Problem problem(Runnable refused) {
    Throwable thrown = catchThrowable(refused::run);
    assertThat(thrown).isInstanceOf(ProblemException.class);
    return ((ProblemException) thrown).problem();
  }

  @ParameterizedTest
  @CsvSource({
    "image/jpeg, JPEG",
    "image/jpg, JPEG",
    "image/pjpeg, JPEG",
    "image/png, PNG",
    "image/gif, GIF",
    "image/webp, WEBP",
    "image/avif, AVIF",
    "IMAGE/JPEG, JPEG",
    "image/jpeg; charset=utf-8, JPEG",
    "' image/png ', PNG",
    "image/png;, PNG",
  })
  void p10TakesTheTypesOfPicturesHoweverTheyAreWritten(String declared, ImageType type) {
    assertThat(gate.check(request(declared)))
        .isEqualTo(new UploadGate.Declaration(false, Optional.of(type)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "application/octet-stream", "image/*", "image/*; q=1"})
  void p10TakesAnOpenTypeAndLeavesItToTheBytes(String declared) {
    assertThat(gate.check(request(declared)))
        .isEqualTo(new UploadGate.Declaration(false, Optional.empty()));
    assertThat(gate.check(request(Optional.empty(), 100)).type()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "text/plain",
        "application/json",
        "application/x-www-form-urlencoded",
        "image/svg+xml",
        "image/heic",
        "image/heif",
        "image/tiff",
        "image/bmp",
        "image/x-icon",
        "image/jxl",
        "image/jp2",
        "image/jpeg2000",
        "image",
        "jpeg",
        "image/",
        "/jpeg",
        "*/*",
        "image/jpeg,image/png",
        "image/jpeg image/png",
        "multipart/mixed",
        "multipart/form-data-x",
        "multipart",
        "application/pdf",
        "image/png\u0000"
      })
  void p10RefusesEveryOtherType(String declared) {
    Problem problem = refusal(request(declared));

    assertThat(problem.status()).isEqualTo(415);
    assertThat(problem.code()).isEqualTo("unsupported-type");
    assertThat(problem.detail()).as("nothing of the caller's is repeated").contains("JPEG");
  }

  @Test
  void takesAForm() {
    assertThat(gate.check(request("multipart/form-data; boundary=x")))
        .isEqualTo(new UploadGate.Declaration(true, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "br", "deflate", "zstd", "x", "identity, gzip", "gzip, identity", ""})
  void h6RefusesACompressedBody(String encoding) {
    MockHttpServletRequest request = request("image/png");
    request.addHeader("Content-Encoding", encoding);

    Problem problem = refusal(request);

    assertThat(problem.status()).isEqualTo(415);
    assertThat(problem.detail()).contains("compressed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "IDENTITY"})
  void takesABodyThatSaysItIsNotCompressed(String encoding) {
    MockHttpServletRequest request = request("image/png");
    request.addHeader("Content-Encoding", encoding);

    assertThat(gate.check(request).type()).contains(ImageType.PNG);
  }

  @ParameterizedTest
  @ValueSource(longs = {LIMIT + 1, 100_000, Long.MAX_VALUE})
  void h6RefusesADeclaredLengthOverTheLimit(long length) {
    Problem problem = refusal(request(Optional.of("image/png"), length));

    assertThat(problem.status()).isEqualTo(413);
    assertThat(problem.code()).isEqualTo("too-large");
    assertThat(problem.extras()).containsEntry("limit", LIMIT);
  }

  @ParameterizedTest
  @ValueSource(longs = {LIMIT, 1, 0, -1})
  void takesADeclaredLengthUpToTheLimitAndAnUnknownOne(long length) {
    assertThat(gate.check(request(Optional.of("image/png"), length)).multipart()).isFalse();
  }

  @Test
  void aFormMayBeLongerThanItsPictureByALittle() {
    long most = LIMIT + UploadGate.FORM_ALLOWANCE;

    assertThat(gate.check(request(Optional.of("multipart/form-data"), most)).multipart()).isTrue();
    Problem problem = refusal(request(Optional.of("multipart/form-data"), most + 1));
    assertThat(problem.code()).isEqualTo("too-large");
    assertThat(problem.extras()).containsEntry("limit", LIMIT);
  }

  @Test
  void r15GivesAwayNoMorePlacesThanThereAre() {
    FairQueue.Place first = gate.enter(List.of());
    gate.enter(List.of());
    assertThat(gate.inside()).isEqualTo(2);

    Problem problem = problem(() -> gate.enter(List.of()));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.code()).isEqualTo("busy");
    assertThat(problem.retryAfter()).isPresent();
    first.close();
    gate.enter(List.of());
    assertThat(gate.inside()).isEqualTo(2);
  }

  @Test
  void r15I18AFloodNeverFindsMorePlacesAndAllAreGivenBack() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger turnedAway = new AtomicInteger();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        callers.submit(
            () -> {
              try (FairQueue.Place _ = gate.enter(List.of())) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
              } catch (ProblemException busy) {
                turnedAway.incrementAndGet();
              }
            });
      }
    }

    assertThat(most.get()).isBetween(1, 2);
    assertThat(turnedAway.get()).isLessThan(500);
    assertThat(gate.inside()).isZero();
  }

  @Test
  void nothingThatTheGateRefusesTouchesTheBodyTheDatabaseOrTheDisk(@TempDir Path folder) {
    try (UploadRig rig = UploadRig.onDisk(folder)) {
      List<MockHttpServletRequest> refused = new ArrayList<>();
      refused.add(request("text/html"));
      refused.add(request(Optional.of("image/png"), 100_001));
      MockHttpServletRequest compressed = request("image/png");
      compressed.addHeader("Content-Encoding", "gzip");
      refused.add(compressed);
      MockHttpServletRequest cropped = request("image/png");
      cropped.addParameter("crop", "1,2");
      refused.add(cropped);
      rig.faults.arm(Faults.Kind.OUTAGE, 1_000);
      refused.forEach(request -> problem(() -> take(rig, request)));

      List<FairQueue.Place> places = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        places.add(rig.gate.enter(List.of()));
      }
      assertThat(problem(() -> take(rig, request("image/png"))).code()).isEqualTo("busy");
      places.forEach(FairQueue.Place::close);

      assertThat(rig.faults.seen()).as("what was asked of database, store and workers").isEmpty();
      assertThat(rig.spool).isEmptyDirectory();
      assertThat(rig.gate.inside()).isZero();
    }
  }

  private static void take(UploadRig rig, MockHttpServletRequest request) {
    rig.intake.take(
        new UploadAvatar.Request(
            "ann", Optional.empty(), new Actor("admin", Optional.empty(), Optional.empty())),
        new Caller.Admin(),
        request,
        new MockHttpServletResponse());
  }
}
