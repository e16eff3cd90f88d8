package io.cameo.storage;

import java.time.Instant;

/**
 * One line of a listing.
 *
 * @param key the object's key
 * @param size bytes
 * @param lastModified when it was written, by the store's clock
 */
public record ObjectSummary(String key, long size, Instant lastModified) {}
