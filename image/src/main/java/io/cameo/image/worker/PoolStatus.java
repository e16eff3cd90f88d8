package io.cameo.image.worker;

/**
 * A glance at a pool.
 *
 * @param starting workers not ready yet, with those whose next start waits
 * @param idle workers that wait for a picture
 * @param busy workers with a picture
 * @param queued pictures that wait for a worker
 * @param started processes started since the pool was opened
 * @param ended processes that are gone, for whatever reason
 * @param recycled processes that were sent away after their share of pictures or time
 */
public record PoolStatus(
    int starting, int idle, int busy, int queued, long started, long ended, long recycled) {}
