package io.cameo.service.reconcile;

/**
 * One object that is not as it should be, or was not.
 *
 * @param what which pile it is counted in
 * @param bytes its length; of a missing object the recorded one
 * @param detail why, where the pile does not say all; else empty
 */
public record Finding(Pile what, String key, long bytes, String detail) {}
