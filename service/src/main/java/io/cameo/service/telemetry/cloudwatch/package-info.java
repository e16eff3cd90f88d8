/**
 * Sends metrics to CloudWatch, and asks it for alarms and for what others told it. One of the few
 * packages that see the AWS SDK.
 *
 * <p>Data: none. May import: nothing of ours.
 */
@NullMarked
package io.cameo.service.telemetry.cloudwatch;

import org.jspecify.annotations.NullMarked;
