/**
 * Compares the whole object store with the catalogue in both directions: objects that no row names
 * are deleted after a quarantine, missing objects are put back from a replica or an older version,
 * else renditions are made again from their master, and everything else that is not as it should be
 * is listed.
 *
 * <p>A comparison is a merge of two streams in key order, of which a page each is in memory: the
 * rows of a range of versions are read first, then the objects of the same range are listed. A row
 * exists before its first object and until after its last, so an object that was written before the
 * rows were read, and has none among them, never had one or has lost it for good.
 *
 * <p>Data: tables {@code gc_run} (how far a comparison is, so that it goes on after a kill) and
 * {@code gc_suspect} (objects that no row names, since when). May import: catalogue, imaging,
 * objects, settings.
 */
@NullMarked
package io.cameo.service.reconcile;

import org.jspecify.annotations.NullMarked;
