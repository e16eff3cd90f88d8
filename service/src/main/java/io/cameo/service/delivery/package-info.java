/**
 * The way of a picture out of the house, which is the hot one: a lean servlet over caches in memory
 * that hear of every change, so that a hot picture costs neither database nor store.
 *
 * <p>Data: none kept. May import: accounts (the form of a subject), catalogue, cdn, fallback,
 * gravatar, imaging (the sizes), objects, and the floor.
 */
@NullMarked
package io.cameo.service.delivery;

import org.jspecify.annotations.NullMarked;
