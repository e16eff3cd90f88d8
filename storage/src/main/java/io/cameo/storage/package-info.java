/**
 * The object store: where pictures lie, whatever lies underneath.
 *
 * <p>{@link io.cameo.storage.ObjectStore} is the port; every store passes the same contract suite
 * ({@code ObjectStoreContract} in this module's test-jar). Nothing here knows what an avatar is: a
 * store holds bytes under keys.
 *
 * <p>May import: the JDK. Data: none of its own.
 */
@NullMarked
package io.cameo.storage;

import org.jspecify.annotations.NullMarked;
