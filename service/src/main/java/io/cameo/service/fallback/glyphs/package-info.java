/**
 * Letters as outlines: fonts read from the program's own jar, what a name's initials are, and how
 * they are set. Nothing of the system's fonts and nothing of AWT takes part.
 *
 * <p>Data: none. May import: the outlines of a drawing.
 */
@NullMarked
package io.cameo.service.fallback.glyphs;

import org.jspecify.annotations.NullMarked;
