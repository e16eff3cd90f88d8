/**
 * What a page shows before the picture itself arrives: a blurred preview of about 25 bytes and one
 * colour.
 *
 * <p>Data: a small reduction of the picture as RGBA bytes in, a hash or a colour out.
 *
 * <p>May import the JDK only.
 */
@NullMarked
package io.cameo.image.preview;

import org.jspecify.annotations.NullMarked;
