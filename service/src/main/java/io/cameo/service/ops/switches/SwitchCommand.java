package io.cameo.service.ops.switches;

import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Verdict;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cameo switch}: any switch. */
@Command(
    name = "switch",
    description =
        "Switch something off or on for all running nodes; without words, say what is thrown.",
    mixinStandardHelpOptions = true)
public final class SwitchCommand extends OpsCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "uploads, direct-uploads, processing, gravatar or fallbacks-only.")
  private Optional<String> name = Optional.empty();

  @Parameters(index = "1", arity = "0..1", paramLabel = "on|off")
  private Optional<SwitchForm.Way> way = Optional.empty();

  @Mixin private final SwitchForm form = new SwitchForm();

  @Override
  protected Verdict run(OpsContext context) {
    if (name.isPresent() && way.isEmpty()) {
      throw OpsException.wrongUse("Say whether " + name.get() + " is to be on or off.");
    }
    return form.run(context, name, way);
  }
}
