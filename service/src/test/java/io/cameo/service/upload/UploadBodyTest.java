package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameo.image.ImageType;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import io.cameo.service.observability.Marks;
import io.cameo.service.scan.TestScanners;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.impl.IOFileUploadException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockPart;

/** How the picture is found in a body. */
class UploadBodyTest {

  private static final UploadGate.Declaration FORM =
      new UploadGate.Declaration(true, Optional.empty());

  @TempDir Path folder;
  private UploadBody bodies;

  @BeforeEach
  void open() {
    UploadSettings settings =
        new UploadSettings(3_000, 1, Duration.ofSeconds(10), folder, 0, Optional.empty());
    bodies =
        new UploadBody(
            new Spool(folder, new SpoolMemory(0), TestScanners.off(), Marks.NONE, System::nanoTime),
            settings);
  }

  private static MockHttpServletRequest raw(byte[] body) {
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/v1/avatars/ann");
    request.setContent(body);
    return request;
  }

  private static MockHttpServletRequest form(MockPart... parts) {
    MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/v1/avatars/ann");
    for (MockPart part : parts) {
      request.addPart(part);
    }
    return request;
  }

  private static MockPart file(String field, String name, byte[] content) {
    return new MockPart(field, name, content);
  }

  private void assertTaken(MockHttpServletRequest request, UploadGate.Declaration declaration) {
    try (Spool.Spooled upload = bodies.receive(request, declaration)) {
      assertThat(upload.length()).isPositive();
    }
    assertThat(folder).isEmptyDirectory();
  }

  private void assertRefused(
      MockHttpServletRequest request, UploadGate.Declaration declaration, int status, String code) {
    Throwable thrown = catchThrowable(() -> bodies.receive(request, declaration));
    assertThat(thrown).isInstanceOf(ProblemException.class);
    Problem problem = ((ProblemException) thrown).problem();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(folder).as("nothing is left of a refused upload").isEmptyDirectory();
  }

  /** The first bytes of a picture of this type, and no more of it. */
  private static byte[] head(ImageType type) {
    return switch (type) {
      case JPEG -> UploadRig.picture(1);
      case PNG -> bytes("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR");
      case GIF -> bytes("GIF89a");
      case WEBP -> bytes("RIFF\u0020\0\0\0WEBPVP8 ");
      case AVIF -> bytes("\0\0\0\u0018ftypavif\0\0\0\0avifmif1");
    };
  }

  private static byte[] bytes(String text) {
    byte[] bytes = new byte[200];
    byte[] begin = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(begin, 0, bytes, 0, begin.length);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(ImageType.class)
  void p10TakesEachTypeUnderItsNameOrNoneAndUnderNoOther(ImageType type) {
    assertTaken(raw(head(type)), new UploadGate.Declaration(false, Optional.of(type)));
    assertTaken(raw(head(type)), new UploadGate.Declaration(false, Optional.empty()));
    for (ImageType other : ImageType.values()) {
      if (other != type) {
        assertRefused(
            raw(head(type)),
            new UploadGate.Declaration(false, Optional.of(other)),
            415,
            "unsupported-type");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><script>alert(1)</script>",
        "\ufeff<svg xmlns='http://www.w3.org/2000/svg'/>",
        "%!PS-Adobe",
        "%PDF-1.7",
        "BM6",
        "II*\0",
        "MM\0*",
        "PK\u0003\u0004",
        "push graphic-context",
        "\u00ff\u00d8xx",
        "\u0089PNG\n",
        "GIF87",
        "RIFF\0\0\0\0WAVE",
        "\0\0\0\u0018ftypheic",
        "x"
      })
  void p5P7P8P9RefusesWhatIsNoPictureWhateverItIsCalled(String text) {
    assertRefused(
        raw(text.getBytes(StandardCharsets.ISO_8859_1)),
        new UploadGate.Declaration(false, Optional.of(ImageType.PNG)),
        415,
        "unsupported-type");
    assertRefused(
        form(file("file", "a.png", text.getBytes(StandardCharsets.ISO_8859_1))),
        FORM,
        415,
        "unsupported-type");
  }

  @Test
  void takesTheFileOfAFormAndNoOtherField() {
    MockPart crop = new MockPart("crop", "1,2,3".getBytes(StandardCharsets.US_ASCII));

    assertTaken(form(crop, file("file", "a.jpg", UploadRig.picture(1))), FORM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "..\\..\\x.jpg",
        "a\u0000.jpg",
        "\u202egpj.exe",
        "",
        "/",
        "CON",
        "UTF-8''..%2f",
        "=?utf-8?Q?x?=",
        "\"';--.jpg"
      })
  void h7TheNameOfAFileIsOfNoImportance(String name) {
    assertTaken(form(file("file", name, UploadRig.picture(1))), FORM);
  }

  @Test
  void h7RefusesFormsWithoutExactlyOneFileInItsField() {
    byte[] picture = UploadRig.picture(1);

    assertRefused(form(), FORM, 400, "bad-multipart");
    assertRefused(
        form(new MockPart("crop", "1,2,3".getBytes(StandardCharsets.US_ASCII))),
        FORM,
        400,
        "bad-multipart");
    assertRefused(form(file("picture", "a.jpg", picture)), FORM, 400, "bad-multipart");
    assertRefused(form(file("File", "a.jpg", picture)), FORM, 400, "bad-multipart");
    assertRefused(
        form(file("file", "a.jpg", picture), file("file", "b.jpg", picture)),
        FORM,
        400,
        "bad-multipart");
    assertRefused(
        form(file("file", "a.jpg", picture), file("other", "b.jpg", picture)),
        FORM,
        400,
        "bad-multipart");
  }

  @Test
  void h7RefusesAnEmptyFile() {
    assertRefused(form(file("file", "a.jpg", new byte[0])), FORM, 400, "empty-body");
    assertRefused(
        raw(new byte[0]), new UploadGate.Declaration(false, Optional.empty()), 400, "empty-body");
  }

  @Test
  void p10TheTypeOfAPartMustBeTheTypeOfItsBytes() {
    MockPart file = file("file", "a.png", UploadRig.picture(1));
    file.getHeaders().set("Content-Type", "image/png");
    assertRefused(form(file), FORM, 415, "unsupported-type");

    MockPart text = file("file", "a.jpg", UploadRig.picture(1));
    text.getHeaders().set("Content-Type", "text/html");
    assertRefused(form(text), FORM, 415, "unsupported-type");

    MockPart right = file("file", "a.txt", UploadRig.picture(1));
    right.getHeaders().set("Content-Type", "image/jpeg");
    assertTaken(form(right), FORM);
  }

  private void assertFormThatFailsWith(Exception failure, int status, String code) {
    MockHttpServletRequest form =
        new MockHttpServletRequest("PUT", "/v1/avatars/ann") {
          @Override
          public Collection<Part> getParts() throws IOException, ServletException {
            if (failure instanceof IOException broken) {
              throw broken;
            }
            throw (ServletException) failure;
          }
        };
    assertRefused(form, FORM, status, code);
  }

  @Test
  void h8AFormThatCannotBeSpooledIsNoFaultOfItsSender() {
    IOException full = new IOException("No space left on device");

    assertFormThatFailsWith(new IOFileUploadException("failed", full), 507, "storage-full");
    assertFormThatFailsWith(new IOException("the folder is not there"), 507, "storage-full");
  }

  @Test
  void h3AFormThatBreaksOffIsTheFaultOfItsSender() {
    IOException left = new ClientAbortException(new IOException("reset"));
    IOException ended = new MultipartStream.MalformedStreamException("ended unexpectedly");

    assertFormThatFailsWith(new IOFileUploadException("failed", left), 400, "upload-interrupted");
    assertFormThatFailsWith(left, 400, "upload-interrupted");
    assertFormThatFailsWith(new IOFileUploadException("failed", ended), 400, "bad-multipart");
    assertFormThatFailsWith(new FileUploadException("no boundary"), 400, "bad-multipart");
    assertFormThatFailsWith(new ServletException("not a form"), 400, "bad-multipart");
  }

  @Test
  void h8RefusesABodyThatTurnsOutTooLong() {
    byte[] long3001 = new byte[3_001];
    System.arraycopy(UploadRig.picture(1), 0, long3001, 0, 2_000);

    assertRefused(
        raw(long3001), new UploadGate.Declaration(false, Optional.empty()), 413, "too-large");
    assertRefused(form(file("file", "a.jpg", long3001)), FORM, 413, "too-large");
  }

  @Test
  void h8RefusesABodyThatIsLargerThanItsCallerMaySend() {
    byte[] picture = UploadRig.picture(1);

    assertRefused(
        raw(picture), new UploadGate.Declaration(false, Optional.empty(), 1_999), 413, "too-large");
    assertRefused(
        form(file("file", "a.jpg", picture)),
        new UploadGate.Declaration(true, Optional.empty(), 1_999),
        413,
        "too-large");
    assertTaken(raw(picture), new UploadGate.Declaration(false, Optional.empty(), 2_000));
  }
}
