package io.cameo.service.catalogue;

import java.util.Optional;

/**
 * Who asks for a change and from where, for the audit line.
 *
 * @param name kind of credential and its public name, such as {@code admin} or {@code token}
 * @param address network address, when known
 * @param requestId the request's id, when it has one
 */
public record Actor(String name, Optional<String> address, Optional<String> requestId) {}
