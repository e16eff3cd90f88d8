/**
 * The object store of this installation, wired by its settings: a bucket of S3, or the disk.
 *
 * <p>A bucket is tried at the start, and what is wrong with it stops the start with what to change;
 * so does a folder without any picture while the catalogue has some. Readiness asks the store and
 * never waits long for its answer. Every call to S3 is a metric.
 *
 * <p>With replicas the store is a {@link io.cameo.storage.regions.RegionalStore}; what a region
 * that is away still has to get or to delete is kept in the tables {@code region_copy} and {@code
 * region_deletion}. While pictures move to another store, both count: {@link
 * io.cameo.service.objects.MovingStore} says how.
 *
 * <p>Data: the objects below {@code avatars/}; tables {@code region_copy}, {@code region_deletion},
 * {@code storage_move} and {@code storage_node}. May import: the floor.
 */
@NullMarked
package io.cameo.service.objects;

import org.jspecify.annotations.NullMarked;
