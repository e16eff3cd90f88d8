/**
 * What leaves the house in a trace: names, times and codes, and nobody's name.
 *
 * <p>Data: none. May import: observability.
 */
@NullMarked
package io.cameo.service.telemetry.traces;

import org.jspecify.annotations.NullMarked;
