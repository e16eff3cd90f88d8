package io.cameo.service.upload;

import io.cameo.service.http.CommonProblems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where the bucket sends its events. The address ends in a secret, and even who knows it can do no
 * more than have a ticket looked at that asked to be finished by itself.
 */
@RestController
final class EventController {

  private static final Logger LOG = LoggerFactory.getLogger(EventController.class);

  /** The most that SNS sends is 256 KiB, which its envelope may double. */
  private static final int LONGEST = 640 * 1024;

  private final Optional<byte[]> token;
  private final BucketEvents events;
  private final Arrivals arrivals;

  EventController(DirectSettings settings, BucketEvents events, Arrivals arrivals) {
    this.token = settings.eventsToken().map(text -> text.getBytes(StandardCharsets.US_ASCII));
    this.events = events;
    this.arrivals = arrivals;
  }

  @PostMapping("/v1/uploads/events/{secret}")
  ResponseEntity<Void> take(@PathVariable String secret, HttpServletRequest request)
      throws IOException {
    byte[] given = secret.getBytes(StandardCharsets.UTF_8);
    if (token.isEmpty() || !MessageDigest.isEqual(token.get(), given)) {
      throw CommonProblems.notFound().toException();
    }
    byte[] body = request.getInputStream().readNBytes(LONGEST);
    switch (events.read(body)) {
      case BucketEvents.Message.Arrived arrived -> arrivals.announced(arrived.tickets());
      // Calling an address that came with a message would let its sender choose whom we call.
      case BucketEvents.Message.Subscription asked ->
          LOG.warn(
              "The topic {} wants to send events here. If it is yours: aws sns"
                  + " confirm-subscription --topic-arn {} --token {}",
              asked.topic(),
              asked.topic(),
              asked.token());
      case BucketEvents.Message.Unknown _ -> throw TicketProblems.badEvent().toException();
    }
    return ResponseEntity.noContent().build();
  }
}
