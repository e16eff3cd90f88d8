/**
 * Renditions that are made of the master after an upload was answered: the formats of the
 * background, and everything again when sizes, formats or quality have changed.
 *
 * <p>Data: the columns of {@code version} that say what was made, through the catalogue. May
 * import: catalogue, imaging, limits, objects, switches, database.
 */
@NullMarked
package io.cameo.service.renditions;

import org.jspecify.annotations.NullMarked;
