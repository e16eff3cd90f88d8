/**
 * {@code ./cameo provision}: the bucket's own state for the operator.
 *
 * <p>Data: none of its own. May import: objects, the store's provisioning, and the frame.
 */
@NullMarked
package io.cameo.service.ops.provision;

import org.jspecify.annotations.NullMarked;
