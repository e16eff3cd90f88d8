/**
 * Who may do what: the admin key, API keys with their scopes, upload tokens, and tokens of the
 * product's own identity provider.
 *
 * <p>Data: table {@code api_key}; the file {@code admin-key} in the data folder when no key is set.
 * May import: database, http, settings.
 */
@NullMarked
package io.cameo.service.accounts;

import org.jspecify.annotations.NullMarked;
