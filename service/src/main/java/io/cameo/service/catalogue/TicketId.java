package io.cameo.service.catalogue;

import java.util.Optional;
import java.util.UUID;

/** The name of a ticket: random, never reused, in the form of a {@link VersionId}. */
public record TicketId(UUID value) {

  /** Where the objects of all tickets arrive. */
  public static final String FOLDER = "incoming/";

  /** A name that nobody can guess. */
  public static TicketId random() {
    return new TicketId(VersionId.random().value());
  }

  /** The id in its written form; empty when the text is anything else. */
  public static Optional<TicketId> parse(String text) {
    return VersionId.parse(text).map(id -> new TicketId(id.value()));
  }

  /** The ticket whose object has this key; empty when it is nobody's. */
  public static Optional<TicketId> ofKey(String key) {
    return key.startsWith(FOLDER) ? parse(key.substring(FOLDER.length())) : Optional.empty();
  }

  /** The key of the ticket's object. */
  public String key() {
    return FOLDER + this;
  }

  @Override
  public String toString() {
    return new VersionId(value).toString();
  }
}
