/**
 * The command {@code keys}: API keys made, rotated and revoked beside the running service.
 *
 * <p>Data: none of its own. May import: accounts, catalogue, the frame of the commands.
 */
@NullMarked
package io.cameo.service.ops.keys;

import org.jspecify.annotations.NullMarked;
