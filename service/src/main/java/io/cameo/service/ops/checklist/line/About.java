package io.cameo.service.ops.checklist.line;

/**
 * What is known of a check before it is made.
 *
 * @param line the line of the checklist that it answers
 * @param name its own, in words with hyphens; no two checks have the same
 * @param title what is the case when it passes, a sentence without its full stop
 * @param how what is done to find out
 */
public record About(Line line, String name, String title, String how) {}
