/**
 * What every HTTP answer has in common: problem documents, request ids, and how errors of the
 * framework become ours.
 *
 * <p>Data: none kept. May import: settings.
 */
@NullMarked
package io.cameo.service.http;

import org.jspecify.annotations.NullMarked;
