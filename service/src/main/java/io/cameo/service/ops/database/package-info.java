/**
 * The command {@code database}: how the database does, and what of it somebody should look at.
 *
 * <p>Data: none of its own; reads the server's statistics. May import: database, the frame of the
 * commands.
 */
@NullMarked
package io.cameo.service.ops.database;

import org.jspecify.annotations.NullMarked;
