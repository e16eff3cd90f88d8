package io.cameo.service.backup;

import io.cameo.service.database.Migrations;
import io.cameo.storage.ObjectStore;
import javax.sql.DataSource;

/**
 * The system that a snapshot is restored into.
 *
 * @param migrations of the database's schema
 */
public record RestoreTarget(DataSource database, Migrations migrations, ObjectStore store) {}
