/**
 * The processes a benchmark starts: started with an environment of their own, measured from outside
 * and always ended.
 *
 * <p>Imports the JDK only. What the processes are is the business of {@code contender}.
 */
@NullMarked
package io.cameo.bench.running;

import org.jspecify.annotations.NullMarked;
