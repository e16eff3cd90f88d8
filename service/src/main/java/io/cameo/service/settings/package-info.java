/**
 * The floor under every feature's settings: an option says its name, form, default and meaning; a
 * feature reads its options into a typed record of its own.
 *
 * <p>Data: environment variables, read once at the start. May import: observability, which masks
 * what a bad value must not show.
 */
@NullMarked
package io.cameo.service.settings;

import org.jspecify.annotations.NullMarked;
