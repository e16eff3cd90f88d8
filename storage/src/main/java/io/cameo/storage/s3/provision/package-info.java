/**
 * Brings the bucket itself to the state that Cameo wants: who may reach it, how it encrypts, what
 * it throws away and what it copies elsewhere.
 *
 * <p>One class an aspect. An aspect looks at the bucket and says what it found, what it wants, and
 * how to change the one into the other; when the look after a change asks for no further change,
 * the change is proven. {@link io.cameo.storage.s3.provision.Provisioner} takes the aspects in an
 * order in which the bucket is never less protected than before.
 *
 * <p>Most of a bucket's configuration is a list that others may have entries in, and the server
 * takes and gives it as a whole. Ours are known by ids that begin with {@code cameo-}; everything
 * else is put back as it was read. What cannot be read is therefore never written, and never
 * deleted: there are servers that take an unknown sub-resource for the bucket.
 *
 * <p>May import: the store's package above, the AWS SDK. Data: the bucket's configuration.
 */
@NullMarked
package io.cameo.storage.s3.provision;

import org.jspecify.annotations.NullMarked;
