/**
 * The load: a small HTTP client that costs little processor time, and the rounds it drives.
 *
 * <p>Imports {@code running} and the JDK. What is asked for, and what counts as a right answer,
 * comes from {@code contender}.
 */
@NullMarked
package io.cameo.bench.load;

import org.jspecify.annotations.NullMarked;
