/**
 * The reference of the API at {@code /docs}: one page without a script, made of {@code
 * docs/openapi.yaml}, which travels in the jar and is served as it is at {@code /openapi.yaml}.
 *
 * <p>Data: none. May import: http, settings.
 */
@NullMarked
package io.cameo.service.reference;

import org.jspecify.annotations.NullMarked;
