/**
 * Picture files. Written here and not by the JDK, whose zlib and libjpeg are those of its builder:
 * the same picture must have the same bytes on every node, whatever it runs on.
 *
 * <p>Data: none. May import: the pixels of a drawing.
 */
@NullMarked
package io.cameo.service.fallback.file;

import org.jspecify.annotations.NullMarked;
