/**
 * Backup and restore of the whole system: the catalogue as one moment shows it, and the objects of
 * its versions.
 *
 * <p>Data: the archive (see the package below), and the table {@code backup} that remembers when
 * the last backup succeeded, so that its age can raise an alarm. A backup runs beside the service;
 * a restore only without it. What was erased stays erased: every erasure that is known from the
 * archive, from the database or from a list is applied again to what a restore brings back.
 *
 * <p>May import: catalogue, database, settings, storage.
 */
@NullMarked
package io.cameo.service.backup;

import org.jspecify.annotations.NullMarked;
