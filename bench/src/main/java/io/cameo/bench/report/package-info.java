/**
 * What a run says: the machine, the ratios against what they must reach, tables, and the files they
 * go to.
 *
 * <p>Imports {@code running}, the JDK and Jackson.
 */
@NullMarked
package io.cameo.bench.report;

import org.jspecify.annotations.NullMarked;
