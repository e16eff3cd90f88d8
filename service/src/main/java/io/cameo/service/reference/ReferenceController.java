package io.cameo.service.reference;

import io.cameo.service.http.CommonProblems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the reference, for people and for programs. */
@RestController
final class ReferenceController {

  /** No script, and nothing from elsewhere. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'none'";

  private final ReferenceSettings settings;

  /** Made when it is first asked for: a start should not wait for it. */
  private final Supplier<byte[]> page =
      SingletonSupplier.of(
          () ->
              new ReferencePage(Document.read(file("openapi.yaml")))
                  .html()
                  .getBytes(StandardCharsets.UTF_8));

  ReferenceController(ReferenceSettings settings) {
    this.settings = settings;
  }

  @GetMapping("/docs")
  ResponseEntity<byte[]> page() {
    requireOn();
    return answer("text/html;charset=utf-8", page.get());
  }

  @GetMapping("/docs/reference.css")
  ResponseEntity<byte[]> style() {
    requireOn();
    return answer("text/css;charset=utf-8", file("reference.css"));
  }

  @GetMapping("/openapi.yaml")
  ResponseEntity<byte[]> document() {
    requireOn();
    return answer("application/yaml", file("openapi.yaml"));
  }

  private static ResponseEntity<byte[]> answer(String type, byte[] body) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(type))
        .cacheControl(CacheControl.noCache())
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .body(body);
  }

  private static byte[] file(String name) {
    try (InputStream in = ReferenceController.class.getResourceAsStream("/reference/" + name)) {
      if (in == null) {
        throw new IllegalStateException("The program was built without " + name);
      }
      return in.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void requireOn() {
    if (!settings.on()) {
      throw CommonProblems.notFound().toException();
    }
  }
}
