package io.cameo.service.demo;

import io.cameo.service.accounts.UploadTokens;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.http.CommonProblems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the demo page and gives it a token of its own. */
@RestController
final class DemoController {

  /** The only subject that the page's token is for. */
  static final String SUBJECT = "demo";

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none';"
          + " form-action 'none'";

  private final DemoSettings settings;
  private final UploadTokens tokens;
  private final AuditTrail audit;

  DemoController(DemoSettings settings, UploadTokens tokens, AuditTrail audit) {
    this.settings = settings;
    this.tokens = tokens;
    this.audit = audit;
  }

  @GetMapping("/")
  ResponseEntity<byte[]> page() {
    return file("index.html", "text/html;charset=utf-8");
  }

  @GetMapping("/demo/demo.css")
  ResponseEntity<byte[]> style() {
    return file("demo.css", "text/css;charset=utf-8");
  }

  @GetMapping("/demo/demo.js")
  ResponseEntity<byte[]> script() {
    return file("demo.js", "text/javascript;charset=utf-8");
  }

  /** The page may do with this what anyone who sees the page may: change the demo's own avatar. */
  @GetMapping("/demo/token")
  ResponseEntity<UploadTokens.Issued> token(HttpServletRequest request) {
    requireOn();
    Actor actor = Actor.of("demo", request, Optional.empty());
    audit.writeOperation(actor, "token", "done", Optional.of(SUBJECT));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(tokens.issue(UploadTokens.Wish.all(SUBJECT, Duration.ofMinutes(30))));
  }

  private ResponseEntity<byte[]> file(String name, String type) {
    requireOn();
    try (InputStream in = DemoController.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw CommonProblems.notFound().toException();
      }
      return ResponseEntity.ok()
          .contentType(MediaType.parseMediaType(type))
          .cacheControl(CacheControl.noCache())
          .header("Content-Security-Policy", POLICY)
          .header("X-Content-Type-Options", "nosniff")
          .header("Referrer-Policy", "no-referrer")
          .body(in.readAllBytes());
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
