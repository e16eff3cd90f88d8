/**
 * What is drawn: one file a style. A figure is chosen by a seed and nothing else, so a change here
 * changes the face of everybody who has no picture.
 *
 * <p>Data: none. May import: the outlines of a drawing.
 */
@NullMarked
package io.cameo.service.fallback.figures;

import org.jspecify.annotations.NullMarked;
