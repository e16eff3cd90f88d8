/**
 * The commands {@code switch} and {@code uploads}: throw a switch for all running nodes, or say
 * what is thrown.
 */
@NullMarked
package io.cameo.service.ops.switches;

import org.jspecify.annotations.NullMarked;
