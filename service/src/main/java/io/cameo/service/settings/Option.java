package io.cameo.service.settings;

import java.util.function.Function;

/**
 * One environment variable that Cameo understands.
 *
 * @param name the variable, such as {@code CAMEO_MAX_PIXELS}
 * @param form what a good value looks like, in words that end a sentence: "a whole number from 1 to
 *     100"
 * @param fallback the value that holds when the variable is absent or empty, in the variable's own
 *     form; empty where there is none
 * @param meaning one or two sentences for the operator
 * @param parser reads a value and throws {@link IllegalArgumentException} when it is not of the
 *     form
 */
public record Option<T>(
    String name, String form, String fallback, String meaning, Function<String, T> parser) {}
