/**
 * How the service shows what it does: names of metrics, the form of its log, its health.
 *
 * <p>Data: none kept. May import: settings.
 */
@NullMarked
package io.cameo.service.observability;

import org.jspecify.annotations.NullMarked;
