/**
 * The CDN in front of the service: where it is, the tags by which it is told what to let go of, the
 * ways to tell it, the look at what it shows, and its vendor's own count of hits.
 *
 * <p>Data: none kept. May import: the floor. Below it, {@code cloudfront} alone sees the AWS SDK.
 */
@NullMarked
package io.cameo.service.cdn;

import org.jspecify.annotations.NullMarked;
