/**
 * Lines of the checklist that cannot be tried from here, or not yet: each says so, what it would
 * take, and where to look instead. None of them ever passes.
 *
 * <p>Data: none of its own. May import: what a check is.
 */
@NullMarked
package io.cameo.service.ops.checklist.elsewhere;

import org.jspecify.annotations.NullMarked;
