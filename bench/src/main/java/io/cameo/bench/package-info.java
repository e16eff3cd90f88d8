/**
 * The benchmarks' commands: {@code upload}, {@code deliver}, {@code start}.
 *
 * <p>Each runs our server and its peers in turn in one run, prints the ratios against what they
 * must reach, and writes {@code bench/results/} and {@code docs/performance.md}. May import
 * everything below it; nothing of the service module.
 */
@NullMarked
package io.cameo.bench;

import org.jspecify.annotations.NullMarked;
