/**
 * The truth about versions: which subject has which picture, in which state, and what may be
 * deleted when.
 *
 * <p>Data: tables {@code subject}, {@code version}, {@code idempotency}, {@code audit}, {@code
 * erasure}, {@code token_use}, {@code upload_ticket}, {@code identity}, {@code cdn_purge}, {@code
 * cdn_proof} and the sequence {@code change_order}. A version goes {@code PENDING -> LIVE ->
 * RETIRED}, {@code PENDING -> EXPIRED}, or from any of them to {@code TOMBSTONED}; its row
 * disappears when its objects are gone. Every change of a subject draws a number from {@code
 * change_order} when it is admitted (that of a direct upload when its ticket is given), and takes
 * effect only when no change with a higher number has: so an upload that is late can neither
 * replace a newer picture nor bring back a deleted one.
 *
 * <p>May import: database, http, settings.
 */
@NullMarked
package io.cameo.service.catalogue;

import org.jspecify.annotations.NullMarked;
