/**
 * The commands {@code maintenance} and {@code notify}: say something to users, and see or begin
 * what is sent of it.
 */
@NullMarked
package io.cameo.service.ops.notify;

import org.jspecify.annotations.NullMarked;
