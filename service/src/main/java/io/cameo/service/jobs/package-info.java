/**
 * How the jobs do: whether what is due is taken. What each run came to is counted by db-scheduler
 * itself.
 *
 * <p>Data: reads {@code scheduled_tasks}. May import: observability.
 */
@NullMarked
package io.cameo.service.jobs;

import org.jspecify.annotations.NullMarked;
