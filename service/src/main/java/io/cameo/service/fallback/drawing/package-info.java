/**
 * Shapes and what becomes of them: an outline, a drawing of several, its pixels and its SVG. Plain
 * arithmetic of the JDK, so that every machine draws the same bytes.
 *
 * <p>Data: none. May import: nothing of ours.
 */
@NullMarked
package io.cameo.service.fallback.drawing;

import org.jspecify.annotations.NullMarked;
