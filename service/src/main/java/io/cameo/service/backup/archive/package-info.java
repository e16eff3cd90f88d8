/**
 * The archive that backups are kept in: files under names in a folder or an object store, plain or
 * encrypted, each known by length and SHA-256.
 *
 * <p>Data, by name below the archive's place:
 *
 * <ul>
 *   <li>{@code archive}: what the archive is, and by what key it is read; written once
 *   <li>{@code snapshots/ID/…}: tables and lists of one backup; {@code snapshots/ID/manifest} is
 *       written last, and without it the folder counts for nothing
 *   <li>{@code objects/abc/VERSION/NAME}: the pool of objects that all snapshots share; {@code abc}
 *       are the first three digits of the version
 *   <li>{@code erasures/ID}: every erasure that is known, so that a restore does not undo one
 * </ul>
 *
 * <p>May import: storage.
 */
@NullMarked
package io.cameo.service.backup.archive;

import org.jspecify.annotations.NullMarked;
