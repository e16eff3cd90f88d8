/**
 * What is decided about pictures after they were published: masters are scanned again when the
 * scanner has newer signatures, and what it finds is taken out of delivery.
 *
 * <p>Data: table {@code rescan}, how far each walk over the masters is, so that it goes on after a
 * kill and on another node; table {@code rescan_aside}, the masters that had no verdict and still
 * have to get one. May import: catalogue, objects, scan, settings.
 */
@NullMarked
package io.cameo.service.moderation;

import org.jspecify.annotations.NullMarked;
