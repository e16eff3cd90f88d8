/**
 * The object store on a local disk.
 *
 * <p><b>What lies in the folder.</b> An object is one plain file with exactly the object's bytes,
 * so that a person, nginx, or {@code aws s3 sync} can read the folder without this program. A key's
 * segments are its folders, with one addition: a segment of 32 hexadecimal digits (a version's id)
 * goes one folder deeper, named after its first three digits with a {@code +} before them, which no
 * key can contain:
 *
 * <pre>
 * key   avatars/0fa3…9c/256.jpg
 * file  avatars/+0fa/0fa3…9c/256.jpg
 * </pre>
 *
 * <p>To read a key off a path, drop the parts that begin with {@code +}. A million versions make
 * 4,096 folders of some 250 entries instead of one folder of a million. {@code .tmp} holds files
 * being written, one folder per running store. Whatever else lies there (a name no key can have, a
 * symbolic link) is not the store's and is neither listed nor touched nor followed.
 *
 * <p><b>Metadata.</b> The content type follows from the name's extension and everything is
 * immutable; an object that says otherwise carries it in the extended attribute {@code
 * user.cameo.metadata} (content type, line feed, cache control). Pictures never need it, so a plain
 * copy of the folder loses nothing.
 *
 * <p><b>How a write becomes durable.</b> Write to {@code .tmp}, fsync the file, hard-link it to its
 * place, unlink the temporary name, fsync the folder, and its parent where the folder may be new.
 * The link is what keeps objects write-once: it is atomic and fails when the name is taken, where a
 * rename would silently replace. The price is that the file system must have hard links.
 *
 * <p>May import: the JDK and {@code io.cameo.storage}.
 */
@NullMarked
package io.cameo.storage.disk;

import org.jspecify.annotations.NullMarked;
