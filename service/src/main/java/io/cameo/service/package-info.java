/** The application and its wiring only; every feature lives in a package of its own below. */
@NullMarked
package io.cameo.service;

import org.jspecify.annotations.NullMarked;
