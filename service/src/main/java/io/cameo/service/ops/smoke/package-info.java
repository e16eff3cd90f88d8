/**
 * The command {@code smoke}: tries a running system from outside, as its users and your back end
 * do, and leaves nothing behind. It knows the service by its addresses alone: no database, no
 * store.
 *
 * <p>{@link io.cameo.service.ops.smoke.SmokeSteps} is the list of what is tried, {@link
 * io.cameo.service.ops.smoke.SmokeRun} what the steps share, {@link
 * io.cameo.service.ops.smoke.CleanUp} what is done at the end in every case.
 *
 * <p>Data: none of its own. In the system that is tried: subjects whose names hold {@code
 * cameo-smoke-}, an API key and one exception of a limit, which all go at the end of the run.
 */
@NullMarked
package io.cameo.service.ops.smoke;

import org.jspecify.annotations.NullMarked;
