/**
 * The object store of this installation, wired by its settings: a bucket of S3, or the disk.
 *
 * <p>A bucket is tried at the start, and what is wrong with it stops the start with what to change.
 * Readiness asks the store and never waits long for its answer. Every call to S3 is a metric.
 *
 * <p>Data: the objects below {@code avatars/}. May import: settings.
 */
@NullMarked
package io.cameo.service.objects;

import org.jspecify.annotations.NullMarked;
