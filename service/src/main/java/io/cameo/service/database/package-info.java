/**
 * The connection to PostgreSQL: an external server by address, or an embedded real one; and the
 * feed of changes that other nodes announce.
 *
 * <p>Data: none of its own. May import: settings.
 */
@NullMarked
package io.cameo.service.database;

import org.jspecify.annotations.NullMarked;
