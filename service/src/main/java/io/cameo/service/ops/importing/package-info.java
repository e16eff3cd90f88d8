/**
 * {@code ./cameo import}: pictures of many subjects at once, from a folder, a list, a bucket or
 * Gravatar, by the same way as uploads and beside the running service.
 *
 * <p>Addresses in a list come from somewhere else, so nothing of this host or its network can be
 * reached by them: every address is resolved once, looked at, and connected to as it was looked at.
 *
 * <p>Data: tables {@code import_run} and {@code import_done}, so that a run goes on after a kill;
 * {@code seen_subject}, which ends with its session. May import: upload, catalogue, imaging,
 * objects, reconcile, and the frame.
 */
@NullMarked
package io.cameo.service.ops.importing;

import org.jspecify.annotations.NullMarked;
