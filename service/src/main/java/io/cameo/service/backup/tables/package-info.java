/**
 * The catalogue's tables on their way into an archive and back: as CSV files that name their
 * columns, read in one snapshot and written in one transaction, so that neither the version of
 * PostgreSQL nor the order of columns matters.
 *
 * <p>Data: all tables of the schema except those that {@link
 * io.cameo.service.backup.tables.SchemaTables} names with a reason. May import: the archive,
 * database.
 */
@NullMarked
package io.cameo.service.backup.tables;

import org.jspecify.annotations.NullMarked;
