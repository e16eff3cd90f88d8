/**
 * Who may do what: the admin key, upload tokens made from it, and tokens of the product's own
 * identity provider.
 *
 * <p>Data: the file {@code admin-key} in the data folder when no key is set. May import: http,
 * settings.
 */
@NullMarked
package io.cameo.service.accounts;

import org.jspecify.annotations.NullMarked;
