/**
 * {@code ./cameo move-storage}: all pictures from one store to another, and back, for the operator.
 *
 * <p>Data: none of its own. May import: moving, objects, reconcile, and the frame.
 */
@NullMarked
package io.cameo.service.ops.move;

import org.jspecify.annotations.NullMarked;
