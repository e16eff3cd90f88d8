/**
 * Renders uploads in the worker processes, by the recipe of the settings.
 *
 * <p>Data: none kept; runtime files below {@code runtime/} in the data folder. May import: http,
 * settings.
 */
@NullMarked
package io.cameo.service.imaging;

import org.jspecify.annotations.NullMarked;
