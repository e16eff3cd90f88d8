/**
 * The picture of a subject that has none: drawn by our own code, the same for the same subject
 * everywhere. {@link io.cameo.service.fallback.FallbackAvatars} is the entry; what is to be drawn
 * is a {@link io.cameo.service.fallback.FallbackRequest}.
 *
 * <p>Data: none, beside the fonts of the jar. May import: nothing of ours but the floor.
 */
@NullMarked
package io.cameo.service.fallback;

import org.jspecify.annotations.NullMarked;
