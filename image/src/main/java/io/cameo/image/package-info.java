/**
 * Bytes and a recipe in, renditions or a typed refusal out.
 *
 * <p>This module uses the JDK and nothing else: no Spring, no AWS, no JDBC, no logging API, because
 * all of it runs again inside the isolated worker process, where every class more is a class an
 * attacker may use.
 */
@NullMarked
package io.cameo.image;

import org.jspecify.annotations.NullMarked;
