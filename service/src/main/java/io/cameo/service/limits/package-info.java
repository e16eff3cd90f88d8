/**
 * How often a subject or an address may upload: token buckets shared by all nodes.
 *
 * <p>Data: table {@code limit_bucket}. May import: http, settings.
 */
@NullMarked
package io.cameo.service.limits;

import org.jspecify.annotations.NullMarked;
