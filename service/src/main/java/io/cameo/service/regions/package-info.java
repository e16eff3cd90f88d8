/**
 * Brings regions to the same state: copies every version to each replica, or proves that the
 * servers have copied it; brings home what was written to the secondary region while home was away;
 * deletes what a region could not delete when it was due.
 *
 * <p>All of it is driven by the rows of the tables {@code region_copy} and {@code region_deletion},
 * on the database's clock, and goes on after a kill where it was. A region that does not answer is
 * left for the next run after a few failures.
 *
 * <p>Data: table {@code region_backfill}. May import: catalogue, objects, settings.
 */
@NullMarked
package io.cameo.service.regions;

import org.jspecify.annotations.NullMarked;
