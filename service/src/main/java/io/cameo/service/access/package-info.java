/**
 * Credentials over HTTP: the product's back end makes upload tokens for its users' browsers, and
 * the operator makes, rotates and revokes API keys.
 *
 * <p>Data: none of its own. May import: accounts, catalogue (the audit log), http.
 */
@NullMarked
package io.cameo.service.access;

import org.jspecify.annotations.NullMarked;
