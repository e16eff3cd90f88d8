/**
 * {@code ./cameo check}: the production checklist, line by line, as a table, as JSON, as JUnit's
 * XML and as a page to print.
 *
 * <p>Data: none of its own. May import: the checklist and the frame.
 */
@NullMarked
package io.cameo.service.ops.check;

import org.jspecify.annotations.NullMarked;
