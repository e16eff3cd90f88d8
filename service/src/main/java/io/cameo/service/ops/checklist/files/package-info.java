/**
 * Checks of files on this machine: whom their modes let in, and whether logs keep secrets.
 *
 * <p>Data: reads only. May import: the settings that name files, and what a check is.
 */
@NullMarked
package io.cameo.service.ops.checklist.files;

import org.jspecify.annotations.NullMarked;
