/**
 * {@code ./cameo rerender}: all pictures in the present sizes, formats and quality.
 *
 * <p>Data: none of its own. May import: renditions, catalogue, imaging, reconcile, and the frame.
 */
@NullMarked
package io.cameo.service.ops.rerender;

import org.jspecify.annotations.NullMarked;
