/**
 * The production checklist as software: the list of all checks ({@link
 * io.cameo.service.ops.checklist.Checklist}) and what makes them. {@code ./cameo check} makes all;
 * another command makes those of the lines it stands on:
 *
 * <pre>{@code
 * CheckReport report = Checklist.of(new Installation(context)).report(Set.of(Line.RB_1));
 * if (report.has(Mark.FAIL)) …
 * }</pre>
 *
 * <p>Data: none of its own. May import: what lies below it. The packages below, one for each part
 * of the installation that is looked at, import {@code line} and no other of them.
 */
@NullMarked
package io.cameo.service.ops.checklist;

import org.jspecify.annotations.NullMarked;
