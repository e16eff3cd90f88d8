/**
 * The command {@code limits}: how much is taken from whom, seen and changed while the service runs.
 *
 * <p>Data: none of its own. May import: limits, catalogue, the frame of the commands.
 */
@NullMarked
package io.cameo.service.ops.limits;

import org.jspecify.annotations.NullMarked;
