/**
 * What the program says of itself, and that nothing of it is a secret: every line of the log passes
 * one scrubber, and {@link io.cameo.service.observability.LeakScan} finds in any log what it would
 * mask.
 *
 * <p>Data: none; the secrets it knows are the process's own settings. May import: nothing of ours.
 */
@NullMarked
package io.cameo.service.observability;

import org.jspecify.annotations.NullMarked;
