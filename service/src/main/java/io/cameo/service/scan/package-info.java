/**
 * Asks a ClamAV scanner for its verdict on every upload, while the upload arrives, and says nothing
 * but that when the scanner is away, slow, not understood or out of date: whoever asks gets a
 * verdict or an exception, never a guess.
 *
 * <p>Data: none. May import: settings.
 */
@NullMarked
package io.cameo.service.scan;

import org.jspecify.annotations.NullMarked;
