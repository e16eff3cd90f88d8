/**
 * A real PostgreSQL of the service's own, for whoever has none to give it.
 *
 * <p>The server's programs come as an archive on the class path. Everything lies in the data
 * folder:
 *
 * <pre>
 * runtime/postgres-&lt;version&gt;-&lt;platform&gt;/  the unpacked programs
 * postgres/lock                           held by the one service that may use the folder
 * postgres/server.log, server.log.1       what the server said, at most 8 MB
 * postgres/data/                          the database cluster
 * postgres/data/cameo-password            password of its only user
 * </pre>
 *
 * <p><b>No orphan is left behind.</b> The server runs under a few lines of shell ({@link
 * io.cameo.service.database.embedded.WatchedProcess}) whose standard input is a pipe from this
 * process. However this process ends, the pipe ends with it and the shell shuts the server down.
 * Should that fail too, the next start finds the leftover server by its folder and stops it.
 *
 * <p>May import: the JDK, slf4j, xz and commons-compress; no Spring. Data: the folders above.
 */
@NullMarked
package io.cameo.service.database.embedded;

import org.jspecify.annotations.NullMarked;
