/**
 * {@code ./cameo inspect}: what the service would do with pictures, and why, through real workers.
 *
 * <p>Data: none; it reads the files it is given and stores nothing. May import: upload, imaging,
 * scan, fallback, http, and the frame.
 */
@NullMarked
package io.cameo.service.ops.inspect;

import org.jspecify.annotations.NullMarked;
