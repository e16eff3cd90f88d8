/**
 * The operator's commands: {@code ./cameo TASK …}, which is {@code java -jar cameo.jar TASK …}.
 *
 * <p><b>To add a command:</b>
 *
 * <ol>
 *   <li>make a package below this one, such as {@code ops.gc}, with a class that extends {@link
 *       io.cameo.service.ops.frame.OpsCommand}, has picocli's {@code @Command} with a name and a
 *       description of one line, and no constructor of its own;
 *   <li>name that class in the list of {@link io.cameo.service.ops.Operator};
 *   <li>write its line and its task in the script {@code cameo}, beside the others (a test compares
 *       both lists), and its page in {@code docs/operations}.
 * </ol>
 *
 * <p>What every command keeps to: results go to standard output and everything else to standard
 * error; what deletes or overwrites only says what it would do until {@code --yes}; {@code --json}
 * wherever a program may read the answer; the exit code is 0 when all is well, 1 when there are
 * problems, 2 for wrong use.
 *
 * <p>Data: none of its own. May import: every feature, at its top; the commands do not import each
 * other. What several of them stand on is {@code ops.frame}, and the checks of the production
 * checklist in {@code ops.checklist}.
 */
@NullMarked
package io.cameo.service.ops;

import org.jspecify.annotations.NullMarked;
