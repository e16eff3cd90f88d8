/**
 * What the checklist's lines are ({@link io.cameo.service.ops.checklist.line.Line}), what a check
 * of one is ({@link io.cameo.service.ops.checklist.line.Check}) and what it works with ({@link
 * io.cameo.service.ops.checklist.line.Installation}).
 *
 * <p>Data: none of its own. May import: every feature, at its top, and the commands' frame.
 */
@NullMarked
package io.cameo.service.ops.checklist.line;

import org.jspecify.annotations.NullMarked;
