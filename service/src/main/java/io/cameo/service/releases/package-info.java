/**
 * Which releases of the program have run on the database, and which run now: what {@code rollback}
 * goes back to, and how it knows that every node has gone.
 *
 * <p>Data: tables {@code program_release} and {@code running_node}. May import: the floor.
 */
@NullMarked
package io.cameo.service.releases;

import org.jspecify.annotations.NullMarked;
