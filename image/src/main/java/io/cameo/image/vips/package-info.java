/**
 * The prebuilt libvips, bound by hand over the JDK's Foreign Function &amp; Memory API.
 *
 * <p>Holds native images ({@link io.cameo.image.vips.VipsImage}), the way in from bytes ({@link
 * io.cameo.image.vips.Decoder}) and out to bytes ({@link io.cameo.image.vips.Encoder}). Knows
 * nothing of avatars. It is the only package that may import {@code java.lang.foreign}, and itself
 * imports nothing but the JDK and the picture types of the root package.
 *
 * <p>libvips keeps its settings per process, so one process loads one library file, once.
 */
@NullMarked
package io.cameo.image.vips;

import org.jspecify.annotations.NullMarked;
