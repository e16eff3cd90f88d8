/**
 * Amazon CloudFront: its invalidations and how its distributions are set up. One of the few
 * packages that see the AWS SDK.
 *
 * <p>Data: none. May import: the AWS SDK.
 */
@NullMarked
package io.cameo.service.cdn.cloudfront;

import org.jspecify.annotations.NullMarked;
