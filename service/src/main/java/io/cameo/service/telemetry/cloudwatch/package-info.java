/**
 * Sends metrics to CloudWatch; beside the stores' S3 and the CDN's CloudFront the only place that
 * sees the AWS SDK.
 *
 * <p>Data: none. May import: nothing of ours.
 */
@NullMarked
package io.cameo.service.telemetry.cloudwatch;

import org.jspecify.annotations.NullMarked;
