package io.cameo.storage.s3;

import io.cameo.storage.ObjectMetadata;

/**
 * An object that is no longer what its key shows.
 *
 * @param bytes all of it
 * @param version the server's name for this version
 */
public record EarlierObject(byte[] bytes, ObjectMetadata metadata, String version) {}
