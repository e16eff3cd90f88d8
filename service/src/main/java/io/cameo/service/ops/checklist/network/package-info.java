/**
 * Checks of what strangers meet on their way to a picture: certificates, and the CDN.
 *
 * <p>Data: reads only. May import: cdn, and what a check is.
 */
@NullMarked
package io.cameo.service.ops.checklist.network;

import org.jspecify.annotations.NullMarked;
