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

  /** The clean-up runs often, so that tests see its work. */
  private static final Map<String, String> SETTINGS = Map.of("CAMEO_REAP_EVERY", "500ms");

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
