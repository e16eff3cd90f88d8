package io.cameo.service.notify;

import io.cameo.service.http.CommonProblems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The feed of notices, for anyone. */
@RestController
final class FeedController {

  private static final MediaType ATOM =
      new MediaType("application", "atom+xml", StandardCharsets.UTF_8);

  private static final CacheControl SHORT =
      CacheControl.maxAge(Duration.ofSeconds(30)).cachePublic();

  private final Feed feed;

  FeedController(Feed feed) {
    this.feed = feed;
  }

  /** The framework answers 304 when the caller has this tag already. */
  @GetMapping(AtomFeed.PATH)
  ResponseEntity<byte[]> feed() {
    String document =
        feed.document()
            .orElseThrow(
                () ->
                    CommonProblems.unavailable("The notices cannot be read. Try again in a moment.")
                        .toException());
    return ResponseEntity.ok()
        .contentType(ATOM)
        .eTag("\"" + RecipientKey.of(document) + "\"")
        .cacheControl(SHORT)
        .body(document.getBytes(StandardCharsets.UTF_8));
  }
}
