/**
 * Checks of where pictures are kept: what the bucket lets strangers do, how it is set up, and
 * whether the store does its work at all.
 *
 * <p>Data: an object under {@code probe/}, which is gone when the check is over. May import:
 * objects, the stores, and what a check is.
 */
@NullMarked
package io.cameo.service.ops.checklist.bucket;

import org.jspecify.annotations.NullMarked;
