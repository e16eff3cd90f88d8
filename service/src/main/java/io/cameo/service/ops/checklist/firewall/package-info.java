/**
 * What AWS WAF says of a web ACL: which of its rules limit the callers of uploads. One of the few
 * packages that see the AWS SDK.
 *
 * <p>Data: none. May import: the AWS SDK.
 */
@NullMarked
package io.cameo.service.ops.checklist.firewall;

import org.jspecify.annotations.NullMarked;
