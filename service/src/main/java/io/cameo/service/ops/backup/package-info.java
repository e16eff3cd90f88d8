/**
 * The commands {@code backup} and {@code restore}.
 *
 * <p>Data: none of its own. May import: the frame, backup, database, objects.
 */
@NullMarked
package io.cameo.service.ops.backup;

import org.jspecify.annotations.NullMarked;
