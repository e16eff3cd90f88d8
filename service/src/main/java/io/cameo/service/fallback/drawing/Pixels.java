package io.cameo.service.fallback.drawing;

/**
 * A square picture with a palette.
 *
 * @param size side in pixels
 * @param index colour of each pixel, row by row; not to be changed
 * @param palette the colours as 0xRRGGBB, at most 256; not to be changed
 * @param clear whether the first colour is no colour but what is behind the picture
 */
public record Pixels(int size, byte[] index, int[] palette, boolean clear) {}
