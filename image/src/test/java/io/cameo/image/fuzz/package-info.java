/** Coverage-guided fuzzing of everything that takes a stranger's bytes. */
@NullMarked
package io.cameo.image.fuzz;

import org.jspecify.annotations.NullMarked;
