/**
 * How much of a picture is lost, as people see it: a measure of our own making after a published
 * one.
 *
 * <p>Imports nothing but the JDK.
 */
@NullMarked
package io.cameo.bench.quality;

import org.jspecify.annotations.NullMarked;
