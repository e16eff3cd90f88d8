/**
 * The command {@code logs}: looks through log files for what should never stand in one.
 *
 * <p>Data: none of its own; it reads the files that it is given.
 */
@NullMarked
package io.cameo.service.ops.logs;

import org.jspecify.annotations.NullMarked;
