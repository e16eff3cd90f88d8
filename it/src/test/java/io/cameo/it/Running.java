package io.cameo.it;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Program} that was started once for the whole run, and an {@link Api} that
 * calls it with the admin key. Tests share it: each uses subjects of its own.
 */
final class Running implements ParameterResolver {

  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(Running.class);

  /** A variable that nothing reads, so the log names it: who searches the log must find it. */
  static final String CANARY = "CAMEO_CANARY_OF_THE_TESTS";

  /** Another one, whose name is an e-mail address: who searches the log must not find it. */
  static final String MASKED_CANARY = "planted.canary@example.org";

  /**
   * The clean-up runs often, so that tests see its work; and what is only said to who looks for a
   * fault must be as clean as the rest.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "CAMEO_REAP_EVERY",
          "500ms",
          "LOGGING_LEVEL_IO_CAMEO",
          "debug",
          CANARY,
          "on",
          "CAMEO_" + MASKED_CANARY,
          "on");

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Program.class || type == Api.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The root store closes it when the last test is done.
    Program program =
        context
            .getRoot()
            .getStore(SPACE)
            .computeIfAbsent(
                "program", key -> Program.start(Homes.prepared(), SETTINGS), Program.class);
    return parameter.getParameter().getType() == Program.class
        ? program
        : new Api(program, Program.ADMIN_KEY);
  }
}
