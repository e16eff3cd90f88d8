package io.cameo.service.database;

import java.util.List;
import java.util.function.Supplier;

/**
 * What this start of the service did to the schema.
 *
 * @param stepsTaken whether it took any step
 * @param known finds out the steps that this release knows; takes the lock of the schema
 */
public record SchemaNews(boolean stepsTaken, Supplier<List<Migrations.Change>> known) {}
