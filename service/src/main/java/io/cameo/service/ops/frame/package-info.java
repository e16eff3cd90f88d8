/**
 * What every command of the operator's stands on: the command itself ({@link
 * io.cameo.service.ops.frame.OpsCommand}), what it works with ({@link
 * io.cameo.service.ops.frame.OpsContext}), how it speaks ({@link
 * io.cameo.service.ops.frame.Terminal}, {@link io.cameo.service.ops.frame.Progress}) and how it
 * ends ({@link io.cameo.service.ops.frame.Verdict}, {@link
 * io.cameo.service.ops.frame.OpsException}).
 *
 * <p>Data: none of its own. May import: database, imaging, objects, and settings.
 */
@NullMarked
package io.cameo.service.ops.frame;

import org.jspecify.annotations.NullMarked;
