/**
 * Sees to it that the CDN shows what is current: tells it what to let go of after every change, and
 * asks the public addresses until the old bytes are gone. What is to be done stands in the table
 * {@code cdn_purge}, written by the changes themselves; any node does it, as soon as it hears of a
 * change, and goes on after a kill where another one was.
 *
 * <p>Data: tables {@code cdn_purge} and {@code cdn_proof}, together with catalogue. May import:
 * catalogue, cdn, gravatar, switches, and the floor.
 */
@NullMarked
package io.cameo.service.takedown;

import org.jspecify.annotations.NullMarked;
