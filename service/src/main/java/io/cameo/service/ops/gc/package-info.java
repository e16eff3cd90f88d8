/**
 * {@code ./cameo gc}: the comparison of store and database for the operator.
 *
 * <p>Data: none of its own. May import: reconcile, imaging, and the frame.
 */
@NullMarked
package io.cameo.service.ops.gc;

import org.jspecify.annotations.NullMarked;
