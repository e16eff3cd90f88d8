package io.cameo.service.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An upload as far as it is known before its body.
 *
 * @param credential the token, the identity provider or the admin key it comes with
 * @param address where it comes from; empty for the product's own back end
 * @param bytes what the request says, or the most that is taken
 */
public record Attempt(String subject, Holder credential, Optional<String> address, long bytes) {

  /** All that the upload is counted for. */
  List<Holder> holders() {
    List<Holder> holders = new ArrayList<>();
    holders.add(Holder.subject(subject));
    holders.add(credential);
    // An address that cannot be read counts as one: nobody gets around the limit by it.
    address.ifPresent(
        text -> holders.add(Holder.address(text).orElse(new Holder(Scope.ADDRESS, "unknown"))));
    holders.add(Holder.SERVICE);
    return holders;
  }

  /** Credential and address, one a line, for {@link Payers}; the subject is known without. */
  public String callers() {
    return holders().stream()
        .filter(holder -> holder.scope() != Scope.SUBJECT && holder.scope() != Scope.SERVICE)
        .map(Holder::text)
        .collect(Collectors.joining("\n"));
  }

  /** Names under which the upload takes its place among others, that of its queue first. */
  public List<String> names() {
    return names(subject, address);
  }

  /** The same of an upload of which no more is known: one address waits in one queue. */
  public static List<String> names(String subject, Optional<String> address) {
    List<String> names = new ArrayList<>();
    address.ifPresent(text -> names.add("address " + AddressKey.of(text).orElse("unknown")));
    names.add("subject " + subject);
    return names;
  }
}
