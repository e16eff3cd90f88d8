/**
 * The way of a picture into the house: checked before its body is read, spooled and scanned at the
 * same time, rendered by a worker, announced, stored, verified, published. With a bucket a client
 * may send the picture there itself, with a ticket; what it sent is then fetched and goes the same
 * way.
 *
 * <p>Data: the spool folder below the data folder, emptied at every start. May import: accounts,
 * catalogue, cdn, imaging, limits, objects, scan, and the floor.
 */
@NullMarked
package io.cameo.service.upload;

import org.jspecify.annotations.NullMarked;
