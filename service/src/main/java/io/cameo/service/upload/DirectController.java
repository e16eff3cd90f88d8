package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.Action;
import io.cameo.service.accounts.Caller;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Ticket;
import io.cameo.service.catalogue.TicketId;
import io.cameo.service.catalogue.Tickets;
import io.cameo.service.catalogue.TokenUses;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Uploads straight to the bucket over HTTP: a ticket, its preview and its finish. */
@RestController
@RequestMapping(path = "/v1/uploads")
final class DirectController {

  private final Accounts accounts;
  private final Tickets tickets;
  private final TokenUses tokens;
  private final TicketCounter counter;
  private final DirectWays ways;
  private final Addresses addresses;

  DirectController(
      Accounts accounts,
      Tickets tickets,
      TokenUses tokens,
      TicketCounter counter,
      DirectWays ways,
      Addresses addresses) {
    this.accounts = accounts;
    this.tickets = tickets;
    this.tokens = tokens;
    this.counter = counter;
    this.ways = ways;
    this.addresses = addresses;
  }

  /**
   * What a caller asks for.
   *
   * @param finish {@code call} or {@code arrival}
   */
  record Wanted(
      @Nullable String subject,
      @Nullable String type,
      @Nullable Long bytes,
      @Nullable String crop,
      @Nullable String finish) {}

  @PostMapping(consumes = "application/json")
  ResponseEntity<TicketView> give(
      @RequestBody Wanted wanted, HttpServletRequest request, HttpServletResponse response) {
    String subject = wanted.subject() == null ? "" : wanted.subject();
    Caller caller = accounts.requireFor(request, subject, Action.UPLOAD);
    Actor actor = AvatarController.actor(caller, request);
    tokens.require(actor, subject);
    boolean onArrival = onArrival(wanted.finish());
    TicketCounter.Wish wish =
        new TicketCounter.Wish(
            subject,
            wanted.type() == null ? "" : wanted.type(),
            Optional.ofNullable(wanted.bytes()),
            new Ticket.Plan(onArrival, wanted.crop() == null ? "" : wanted.crop()));
    TicketCounter.Given given;
    try {
      given = counter.give(wish, caller, actor, ways.bucket());
    } catch (ProblemException refused) {
      LimitFields.tell(refused.problem(), response);
      throw refused;
    }
    LimitFields.tell(given.fields(), response);
    return ResponseEntity.status(201)
        .cacheControl(CacheControl.noStore())
        .body(
            TicketView.of(
                given.id(),
                subject,
                given.form(),
                given.before(),
                onArrival,
                addresses.base(request)));
  }

  private static boolean onArrival(@Nullable String finish) {
    return switch (finish == null ? "call" : finish) {
      case "call" -> false;
      case "arrival" -> true;
      default ->
          throw CommonProblems.badRequest(
                  "Give finish as call, or as arrival to have the upload finished by itself.")
              .toException();
    };
  }

  record Finish(@Nullable String crop) {}

  @PostMapping(path = "/{id}/finish", consumes = "application/json")
  ResponseEntity<AvatarView.Json> finish(
      @PathVariable String id, @RequestBody Finish wanted, HttpServletRequest request) {
    return finished(id, Optional.ofNullable(wanted.crop()), request);
  }

  @PostMapping("/{id}/finish")
  ResponseEntity<AvatarView.Json> finish(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String crop,
      HttpServletRequest request) {
    return finished(id, Optional.ofNullable(crop), request);
  }

  private ResponseEntity<AvatarView.Json> finished(
      String id, Optional<String> crop, HttpServletRequest request) {
    Caller caller = accounts.requireAny(request, Action.UPLOAD);
    Ticket ticket = ticket(id, caller);
    Optional<Crop> square = CropParameter.parse(crop);
    UploadAvatar.Done done =
        ways.finish()
            .orElseThrow(() -> TicketProblems.noBucket().toException())
            .finish(ticket, square, AvatarController.allowed(ticket.subject(), caller, request));
    return ResponseEntity.status(done.status())
        .cacheControl(CacheControl.noStore())
        .body(AvatarView.of(done.version(), addresses.base(request)));
  }

  @GetMapping("/{id}/preview")
  ResponseEntity<byte[]> preview(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String crop,
      HttpServletRequest request) {
    Caller caller = accounts.requireAny(request, Action.UPLOAD);
    Ticket ticket = ticket(id, caller);
    PreviewTicket.Shown shown =
        ways.preview()
            .orElseThrow(() -> TicketProblems.noBucket().toException())
            .show(
                ticket,
                CropParameter.parse(Optional.ofNullable(crop)),
                AvatarController.allowed(ticket.subject(), caller, request));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.parseMediaType(shown.rendition().type().mediaType()))
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
        .header("X-Picture-Size", shown.source().width() + "x" + shown.source().height())
        .header("X-Picture-Crop", CropParameter.write(Optional.of(shown.crop())))
        .body(shown.rendition().bytes());
  }

  /** Foreign tickets and such as never were are not told apart. */
  private Ticket ticket(String id, Caller caller) {
    return TicketId.parse(id)
        .flatMap(tickets::find)
        .filter(ticket -> caller.mayActFor(ticket.subject()))
        .orElseThrow(() -> TicketProblems.unknown().toException());
  }
}
