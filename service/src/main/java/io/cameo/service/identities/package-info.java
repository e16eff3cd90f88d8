/**
 * Says over HTTP which e-mail addresses and OpenIDs a user is found by. The addresses themselves
 * end here: hashes go on to the catalogue, and only the subject is written into the audit.
 *
 * <p>Data: none of its own. May import: accounts, catalogue, gravatar, http.
 */
@NullMarked
package io.cameo.service.identities;

import org.jspecify.annotations.NullMarked;
