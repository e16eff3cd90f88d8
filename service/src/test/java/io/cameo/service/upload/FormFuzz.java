package io.cameo.service.upload;

import io.cameo.service.http.ProblemException;
import io.cameo.service.scan.TestScanners;
import io.cameo.service.switches.TestSwitches;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.core.ApplicationPart;
import org.apache.tomcat.util.http.fileupload.FileItem;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.disk.DiskFileItemFactory;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.springframework.mock.web.MockHttpServletRequest;

/**
 * Fuzz target: any bytes as an upload's request, the first line its Content-Type and the rest its
 * body. The form is taken apart by the container's own parser under the service's limits, and then
 * by the service.
 */
public final class FormFuzz {

  private static final int MAX_BYTES = 2_000;
  private static final int MAX_PARTS = 10;
  private static final int MAX_PART_HEADER = 512;

  private static final Path FOLDER = folder();
  private static final UploadSettings SETTINGS =
      new UploadSettings(
          MAX_BYTES, 4, Duration.ofSeconds(5), FOLDER.resolve("spool"), 1 << 20, Optional.empty());
  private static final UploadConfiguration WIRING = new UploadConfiguration();
  private static final UploadGate GATE = new UploadGate(SETTINGS, TestSwitches.untouched());
  private static final UploadBody BODIES =
      new UploadBody(WIRING.spool(SETTINGS, TestScanners.off(), Optional.empty()), SETTINGS);

  private FormFuzz() {}

  private static Path folder() {
    try {
      return Files.createTempDirectory("cameo-fuzz-form-");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    int line = 0;
    while (line < bytes.length && bytes[line] != '\n') {
      line++;
    }
    String type = new String(bytes, 0, line, StandardCharsets.ISO_8859_1);
    byte[] body = Arrays.copyOfRange(bytes, Math.min(line + 1, bytes.length), bytes.length);
    try {
      MockHttpServletRequest request = new Form(type, body);
      try (Spool.Spooled upload = BODIES.receive(request, GATE.check(request))) {
        require(upload.length() > 0 && upload.length() <= MAX_BYTES, "a picture of no good size");
      }
    } catch (ProblemException refused) {
      int status = refused.problem().status();
      require(status >= 400 && status < 500, "the caller's fault is called ours");
    }
    crop(type);
  }

  private static void crop(String text) {
    try {
      CropParameter.parse(Optional.of(text));
    } catch (ProblemException refused) {
      require(refused.problem().code().equals("bad-crop"), "another problem than the crop");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** A request whose parts come from the container's parser, as its connector asks for them. */
  private static final class Form extends MockHttpServletRequest {

    private final byte[] body;

    Form(String type, byte[] body) {
      super("PUT", "/v1/avatars/alice");
      this.body = body;
      setContentType(type);
      setContent(body);
    }

    @Override
    public Collection<Part> getParts() throws IOException {
      FileUpload parser = new FileUpload();
      parser.setFileItemFactory(new DiskFileItemFactory());
      parser.setFileSizeMax(MAX_BYTES);
      parser.setSizeMax(MAX_BYTES + UploadGate.FORM_ALLOWANCE);
      parser.setFileCountMax(MAX_PARTS);
      parser.setPartHeaderSizeMax(MAX_PART_HEADER);
      List<Part> parts = new ArrayList<>();
      try {
        for (FileItem item : parser.parseRequest(new ServletRequestContext(this))) {
          parts.add(new ApplicationPart(item, FOLDER.toFile()));
        }
      } catch (FileUploadException refused) {
        if (refused instanceof SizeException || refused.getCause() instanceof SizeException) {
          throw new IllegalStateException(refused);
        }
        throw refused;
      }
      return parts;
    }

    @Override
    public jakarta.servlet.ServletInputStream getInputStream() {
      return new org.springframework.mock.web.DelegatingServletInputStream(
          new ByteArrayInputStream(body));
    }
  }
}
