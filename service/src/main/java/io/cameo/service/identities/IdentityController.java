package io.cameo.service.identities;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.Caller;
import io.cameo.service.accounts.KeyScope;
import io.cameo.service.accounts.Subjects;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Identities;
import io.cameo.service.catalogue.IdentityTakenException;
import io.cameo.service.gravatar.GravatarSettings;
import io.cameo.service.gravatar.IdentityHashes;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The identities that a subject is found by at {@code /avatar/…}. For the product's back end only:
 * whoever could claim an address would show a picture as somebody else's.
 */
@RestController
@RequestMapping("/v1/avatars/{subject}/identities")
final class IdentityController {

  /** Most of either kind. */
  private static final int MOST = 20;

  private final Accounts accounts;
  private final Identities identities;
  private final GravatarSettings settings;

  IdentityController(Accounts accounts, Identities identities, GravatarSettings settings) {
    this.accounts = accounts;
    this.identities = identities;
    this.settings = settings;
  }

  /**
   * All that the subject is to have; what is absent is taken away.
   *
   * @param others members of other names; null when there are none
   */
  record Wanted(
      @Nullable List<String> emails,
      @Nullable List<String> openids,
      @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {

    /** Whether it names something, but nothing that is known: a slip would take all away. */
    private boolean isSlip() {
      return emails == null && openids == null && others != null && !others.isEmpty();
    }

    /** Never the addresses, wherever this is written. */
    @Override
    public String toString() {
      return "Wanted";
    }
  }

  @GetMapping
  ResponseEntity<Identities.Count> count(@PathVariable String subject, HttpServletRequest request) {
    require(subject, request);
    return answer(identities.count(subject));
  }

  @PutMapping(consumes = "application/json")
  ResponseEntity<Identities.Count> replace(
      @PathVariable String subject, @RequestBody Wanted wanted, HttpServletRequest request) {
    Actor actor = require(subject, request);
    if (wanted.isSlip()) {
      throw CommonProblems.badRequest(
              "Give the lists emails and openids; an empty document takes all identities away.")
          .toException();
    }
    List<Identities.Identity> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    add("emails", wanted.emails(), Identities.Kind.EMAIL, IdentityHashes::ofEmail, all, names);
    add("openids", wanted.openids(), Identities.Kind.OPENID, IdentityHashes::ofOpenId, all, names);
    try {
      return answer(identities.replace(subject, all, actor));
    } catch (IdentityTakenException taken) {
      throw Problem.of(
              409,
              "identity-taken",
              "Somebody else's identity",
              "Another subject has "
                  + names.get(taken.number())
                  + ", so nothing was changed. Use PUT or DELETE on that subject's identities"
                  + " first.")
          .toException();
    }
  }

  @DeleteMapping
  ResponseEntity<Void> forget(@PathVariable String subject, HttpServletRequest request) {
    Actor actor = require(subject, request);
    identities.replace(subject, List.of(), actor);
    return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
  }

  private Actor require(String subject, HttpServletRequest request) {
    if (!settings.on()) {
      throw CommonProblems.notFound().toException();
    }
    Caller caller = accounts.requireScope(request, KeyScope.IDENTITIES);
    Subjects.require(subject);
    Accounts.requireMayActFor(caller, subject);
    return Actor.of(caller.auditName(), request, Optional.empty());
  }

  private static void add(
      String list,
      @Nullable List<String> given,
      Identities.Kind kind,
      Function<String, Set<String>> hashes,
      List<Identities.Identity> all,
      List<String> names) {
    List<String> texts = given == null ? List.of() : given;
    if (texts.size() > MOST) {
      throw CommonProblems.badRequest("Give at most " + MOST + " of " + list + " for one subject.")
          .toException();
    }
    for (int i = 0; i < texts.size(); i++) {
      String name = list + "[" + i + "]";
      try {
        all.add(new Identities.Identity(kind, hashes.apply(String.valueOf(texts.get(i)))));
        names.add(name);
      } catch (IllegalArgumentException nonsense) {
        throw CommonProblems.badRequest(name + ": " + nonsense.getMessage() + ".").toException();
      }
    }
  }

  private static ResponseEntity<Identities.Count> answer(Identities.Count count) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(count);
  }
}
