package io.cameo.image;

/**
 * One encoded picture made by our own encoder.
 *
 * @param name object name within its version: {@code 256.jpg}, or {@code master.jpg}
 * @param type what the bytes are
 * @param width pixels
 * @param height pixels
 * @param bytes the whole file; not to be changed by the receiver
 */
public record Rendition(String name, ImageType type, int width, int height, byte[] bytes) {}
