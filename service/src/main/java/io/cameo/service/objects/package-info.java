/**
 * The object store of this installation, wired by its settings: a bucket of S3, or the disk.
 *
 * <p>A bucket is tried at the start, and what is wrong with it stops the start with what to change.
 * Readiness asks the store and never waits long for its answer. Every call to S3 is a metric.
 *
 * <p>With replicas the store is a {@link io.cameo.storage.regions.RegionalStore}; what a region
 * that is away still has to get or to delete is kept in the tables {@code region_copy} and {@code
 * region_deletion}.
 *
 * <p>Data: the objects below {@code avatars/}, and those tables. May import: settings.
 */
@NullMarked
package io.cameo.service.objects;

import org.jspecify.annotations.NullMarked;
