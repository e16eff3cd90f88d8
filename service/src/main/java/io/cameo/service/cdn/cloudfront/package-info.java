/**
 * Invalidations of Amazon CloudFront, and beside the object store the only place that sees the AWS
 * SDK.
 *
 * <p>Data: none. May import: the AWS SDK.
 */
@NullMarked
package io.cameo.service.cdn.cloudfront;

import org.jspecify.annotations.NullMarked;
