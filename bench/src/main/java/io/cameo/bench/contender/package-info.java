/**
 * Who is measured: our server, the peers written in JavaScript, nginx, the bare image work, and the
 * database the peers write to.
 *
 * <p>Imports {@code load}, {@code running}, the image module, picture reading of the JDK, Jackson
 * and what unpacks PostgreSQL. Nothing of the service module: our server is known by its jar only.
 */
@NullMarked
package io.cameo.bench.contender;

import org.jspecify.annotations.NullMarked;
