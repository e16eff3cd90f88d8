/**
 * Faults of ours reach Sentry and Rollbar, where these are configured: which exceptions, where in
 * the code, under which request's id, and nobody's data. Only the two trackers see their SDKs.
 *
 * <p>Data: at most a hundred faults that wait for a tracker. May import: settings.
 */
@NullMarked
package io.cameo.service.errors;

import org.jspecify.annotations.NullMarked;
