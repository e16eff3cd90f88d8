/**
 * WebP and AVIF against the JPEG that looks the same: which quality that takes, how many bytes and
 * how much work.
 *
 * <p>Imports {@code quality}, {@code report}, {@code running} and the image module, which works in
 * this process: one picture at a time in one thread, as in a worker.
 */
@NullMarked
package io.cameo.bench.formats;

import org.jspecify.annotations.NullMarked;
