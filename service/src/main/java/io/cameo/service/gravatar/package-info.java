/**
 * What Gravatar and Libravatar agreed on, without a request or a picture: how an e-mail address or
 * an OpenID becomes the hashes it is asked for by, and which addresses a caller may be sent to.
 *
 * <p>Data: none; what it is given is never kept nor logged, only the hashes leave. May import:
 * settings.
 */
@NullMarked
package io.cameo.service.gravatar;

import org.jspecify.annotations.NullMarked;
