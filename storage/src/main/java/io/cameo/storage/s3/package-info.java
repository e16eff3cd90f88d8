/**
 * Objects in a bucket of Amazon S3, or of a server that speaks its protocol.
 *
 * <p>The key is the object's key. Content type and cache control are the object's own headers; the
 * user metadata {@code cameo-write} holds a random word that each write makes up, by which a writer
 * whose answer was lost finds out whether the object that is there is its own. No object has an
 * access list: who may read is the bucket policy's business.
 *
 * <p>Every call passes {@code S3Calls}: it bounds how many are under way and how many wait, stops
 * asking a server that does not answer, reports what each call came to, and turns errors into
 * sentences that name the setting or the permission to change.
 *
 * <p>May import: the AWS SDK, which nothing else in this module sees. Data: the bucket.
 */
@NullMarked
package io.cameo.storage.s3;

import org.jspecify.annotations.NullMarked;
