package io.cameo.service.ops.switches;

import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.switches.Switch;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cameo uploads on|off}: the switch that is needed first. */
@Command(
    name = "uploads",
    description = "Take no more uploads, or take them again, on all running nodes.",
    mixinStandardHelpOptions = true)
public final class UploadsCommand extends OpsCommand {

  @Parameters(arity = "0..1", paramLabel = "on|off")
  private Optional<SwitchForm.Way> way = Optional.empty();

  @Mixin private final SwitchForm form = new SwitchForm();

  @Override
  protected Verdict run(OpsContext context) {
    return form.run(context, Optional.of(Switch.UPLOADS.word()), way);
  }
}
