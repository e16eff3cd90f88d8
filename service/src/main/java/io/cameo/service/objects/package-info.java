/**
 * The object store of this installation, wired by its settings.
 *
 * <p>Data: the objects below {@code avatars/}. May import: settings.
 */
@NullMarked
package io.cameo.service.objects;

import org.jspecify.annotations.NullMarked;
