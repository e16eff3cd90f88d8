/**
 * {@code cameo rollback}: the five steps back to the release before, one after the other, each
 * shown first, each verified, and gone on with where it was interrupted.
 *
 * <p>To add a step: a class that is a {@link io.cameo.service.ops.rollback.Step}, its place in
 * {@code Steps}, its row in docs/operations/rollback.md.
 *
 * <p>Data: table {@code rollback_run}.
 */
@NullMarked
package io.cameo.service.ops.rollback;

import org.jspecify.annotations.NullMarked;
