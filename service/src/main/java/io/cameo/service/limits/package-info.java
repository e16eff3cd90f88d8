/**
 * How much is taken from whom: uploads, bytes and megapixels an hour, counted for subjects,
 * credentials, addresses and all together on all nodes; what may be stored for a subject; how many
 * uploads are under way at once and whose turn it is. All of it can be changed while the service
 * runs.
 *
 * <p>Data: tables {@code limit_level} (what everybody has used up; may be lost) and {@code
 * limit_rule} (what the operator has set). May import: database, http, settings.
 */
@NullMarked
package io.cameo.service.limits;

import org.jspecify.annotations.NullMarked;
