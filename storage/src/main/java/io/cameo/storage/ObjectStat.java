package io.cameo.storage;

import java.time.Instant;

/**
 * What is known of a stored object without reading it.
 *
 * @param key its key
 * @param size bytes of the whole object
 * @param metadata as it was written
 * @param etag opaque, without quotes: the same for as long as this object exists, another one when
 *     the key is written anew after a removal. It is not a checksum and differs between stores
 * @param lastModified when it was written, by the store's clock
 */
public record ObjectStat(
    String key, long size, ObjectMetadata metadata, String etag, Instant lastModified) {}
