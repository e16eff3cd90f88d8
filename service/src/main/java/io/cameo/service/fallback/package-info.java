/**
 * The picture of a subject that has none: drawn by our own code, the same for the same subject
 * everywhere.
 *
 * <p>Data: none. May import: nothing of ours.
 */
@NullMarked
package io.cameo.service.fallback;

import org.jspecify.annotations.NullMarked;
