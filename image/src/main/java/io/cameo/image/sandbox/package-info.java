/**
 * What a worker process gives up before it meets its first picture: privileges, memory, files,
 * network, other processes; by Linux's own means and without a helper program.
 *
 * <p>May import: nothing of Cameo. Touches foreign memory, as the binding of libvips does: system
 * calls take structures.
 */
@NullMarked
package io.cameo.image.sandbox;

import org.jspecify.annotations.NullMarked;
