/**
 * The steps from an upload to its renditions, one file a step, in the order that {@link
 * io.cameo.image.ImagePipeline} lists them.
 *
 * <p>A {@link io.cameo.image.steps.Job} goes through them: each step reads what the earlier ones
 * left in it and leaves its own. Imports the picture types of the root package, the walk ({@code
 * sniff}), the previews ({@code preview}) and the native images ({@code vips}); nothing else of the
 * product, and never {@code java.lang.foreign}.
 */
@NullMarked
package io.cameo.image.steps;

import org.jspecify.annotations.NullMarked;
