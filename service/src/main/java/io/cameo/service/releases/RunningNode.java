package io.cameo.service.releases;

import java.time.Instant;
import java.util.UUID;

/** A node that was heard of lately, and the release that it is. */
public record RunningNode(UUID node, String version, Instant started) {}
