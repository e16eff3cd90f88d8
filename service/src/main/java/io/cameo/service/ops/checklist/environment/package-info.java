/**
 * Checks of the environment: whether each variable of the checklist says what works.
 *
 * <p>Data: reads only. May import: the settings, and what a check is.
 */
@NullMarked
package io.cameo.service.ops.checklist.environment;

import org.jspecify.annotations.NullMarked;
