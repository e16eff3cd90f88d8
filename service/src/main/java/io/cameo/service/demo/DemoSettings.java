package io.cameo.service.demo;

/**
 * Whether the demo page is there.
 *
 * @param on whether {@code /} shows it
 */
public record DemoSettings(boolean on) {}
