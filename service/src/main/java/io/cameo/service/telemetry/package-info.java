/**
 * Where the program's own measurements go beside {@code /metrics}: to CloudWatch, to a collector
 * that speaks OTLP, and traces there too. None of it is in the way of a request: every sender has a
 * thread, a bound and a time-out of its own, and what is not taken is dropped.
 *
 * <p>Data: none. May import: observability, settings.
 */
@NullMarked
package io.cameo.service.telemetry;

import org.jspecify.annotations.NullMarked;
