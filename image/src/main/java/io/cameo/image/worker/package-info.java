/**
 * The isolated worker process, and the supervisor that owns a pool of them.
 *
 * <p>Purpose: no decoder and no encoder ever runs in the service's own process. A worker is a small
 * JVM on the image classes alone, with an empty environment, that speaks over three pipes: requests
 * on its standard input, replies on its standard output, complaints on its standard error. Whatever
 * goes wrong in it costs one picture and one process.
 *
 * <p>Data: none is kept; pictures pass through. The supervisor treats every byte from a worker as
 * an attacker's.
 *
 * <p>Two sides share the package because they share the wire: {@code WorkerMain} and what it uses
 * run inside the worker; {@link io.cameo.image.worker.WorkerPool} and what it uses run in the
 * service. May import the JDK and {@code io.cameo.image} with its {@code sniff} package; {@code
 * vips} only on the worker's side.
 */
@NullMarked
package io.cameo.image.worker;

import org.jspecify.annotations.NullMarked;
