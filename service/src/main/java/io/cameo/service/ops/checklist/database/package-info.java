/**
 * Checks of the database: its schema and what was made for large tables, connections, replicas and
 * backups.
 *
 * <p>Data: reads only. May import: database and backup, and what a check is.
 */
@NullMarked
package io.cameo.service.ops.checklist.database;

import org.jspecify.annotations.NullMarked;
