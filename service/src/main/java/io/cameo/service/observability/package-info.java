/**
 * What the program says of itself: the catalogue of metrics, which is the only place where their
 * names stand, and a log in which nothing is a secret, because every line passes one scrubber;
 * {@link io.cameo.service.observability.LeakScan} finds in any log what that would mask.
 *
 * <p>Data: none; the secrets it knows are the process's own settings. May import: nothing of ours.
 */
@NullMarked
package io.cameo.service.observability;

import org.jspecify.annotations.NullMarked;
