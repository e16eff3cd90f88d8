/**
 * The command {@code migrate}: the schema of the database, up and down.
 *
 * <p>Data: none of its own. May import: database, the frame of the commands.
 */
@NullMarked
package io.cameo.service.ops.migrate;

import org.jspecify.annotations.NullMarked;
