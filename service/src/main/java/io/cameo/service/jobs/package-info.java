/**
 * Work that goes on in the background, in the database's own table of tasks (db-scheduler), so that
 * of several nodes one does it.
 *
 * <p>Data: table {@code scheduled_tasks}. May import: settings, observability.
 */
@NullMarked
package io.cameo.service.jobs;

import org.jspecify.annotations.NullMarked;
