/**
 * Checks of what the running service stands on day by day: switches, limits, the scanner, jobs and
 * what they have left to do.
 *
 * <p>Data: reads only. May import: the features that it looks at, and what a check is.
 */
@NullMarked
package io.cameo.service.ops.checklist.running;

import org.jspecify.annotations.NullMarked;
