/**
 * Moves all pictures from one store to another beside the running service, and back.
 *
 * <p>A pass is a merge of two streams in key order: the versions that must have objects, and the
 * listing of the store that gets them. What is not listed is copied, so a pass that was killed goes
 * on by being run again. A version's row is held while its objects are copied: nobody can remove
 * them from one store while they are on their way to the other.
 *
 * <p>Data: table {@code storage_move}, by way of {@link io.cameo.service.objects.StorageMoves}. May
 * import: catalogue, objects.
 */
@NullMarked
package io.cameo.service.moving;

import org.jspecify.annotations.NullMarked;
