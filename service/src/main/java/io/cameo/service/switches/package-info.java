/**
 * What an operator switches off, and on again, while the service runs: uploads of all or of one
 * subject, direct uploads, work in the background, the addresses of Gravatar; and whether only
 * drawn pictures are delivered. And what the operator tells users: maintenance and incidents, by
 * the same way to all nodes.
 *
 * <p>Every node holds all that is switched, and hears of changes at once. What must be true on all
 * nodes from the acknowledgement on, that no upload is let in, is asked by the statement that lets
 * it in: this package only says early what that will say.
 *
 * <p>Data: table {@code thrown_switch} and {@code notice}. May import: database, settings.
 */
@NullMarked
package io.cameo.service.switches;

import org.jspecify.annotations.NullMarked;
