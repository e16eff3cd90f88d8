/**
 * The database benchmark: the service's statements on tables of any size, before and after the
 * migration that makes them ready for production.
 */
@NullMarked
package io.cameo.bench.database;

import org.jspecify.annotations.NullMarked;
