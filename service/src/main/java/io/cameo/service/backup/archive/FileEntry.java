package io.cameo.service.backup.archive;

/**
 * A file of a snapshot as its manifest knows it.
 *
 * @param name in the archive
 * @param bytes length before encryption
 * @param sha256 of the bytes before encryption, 64 lower-case hexadecimal digits
 */
public record FileEntry(String name, long bytes, String sha256) {}
