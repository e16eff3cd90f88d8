/**
 * The names of all jobs, and how they do: whether what is due is taken. What each run came to is
 * counted by db-scheduler itself. Figures that one node asks for, outside, and all show.
 *
 * <p>Data: {@code scheduled_tasks}. May import: observability.
 */
@NullMarked
package io.cameo.service.jobs;

import org.jspecify.annotations.NullMarked;
