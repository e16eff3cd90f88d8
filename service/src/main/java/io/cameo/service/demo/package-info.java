/**
 * The demo page at {@code /}: a picture goes in and comes out in every size. Not in production
 * unless asked for.
 *
 * <p>Data: none; its pictures belong to the subject {@code demo}. May import: accounts, catalogue,
 * settings.
 */
@NullMarked
package io.cameo.service.demo;

import org.jspecify.annotations.NullMarked;
