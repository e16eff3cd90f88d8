package io.cameo.service.releases;

import java.time.Instant;
import java.util.Set;

/**
 * A release of the program that has run on this database.
 *
 * @param steps the keys of all steps of the schema that it knows
 */
public record Release(
    String version, Set<String> steps, Instant firstStarted, Instant lastStarted) {}
