/**
 * The container walk: what an upload is, before any decoder sees it, and whether a finished file
 * holds nothing but what our own encoder writes.
 *
 * <p>Purpose: {@link io.cameo.image.sniff.ContainerWalk} reads the structure of the five types in
 * linear time and bounded memory, {@link io.cameo.image.sniff.Admission} applies the pixel and
 * memory limits, {@link io.cameo.image.sniff.OutputWalk} is the allow-list for our own files.
 *
 * <p>Data: bytes in, small records out; nothing is kept between calls and nothing is written.
 *
 * <p>May import the JDK and {@code io.cameo.image}; never {@code java.lang.foreign}, and no other
 * package of this module.
 */
@NullMarked
package io.cameo.image.sniff;

import org.jspecify.annotations.NullMarked;
