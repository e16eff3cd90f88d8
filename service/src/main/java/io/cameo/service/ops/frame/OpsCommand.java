package io.cameo.service.ops.frame;

import io.cameo.service.database.DatabaseUnavailableException;
import io.cameo.service.imaging.SandboxMissingException;
import io.cameo.service.objects.BucketUnusableException;
import io.cameo.service.objects.PicturesMissingException;
import io.cameo.service.objects.StorageMovedException;
import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/**
 * One command: picocli fills its fields from the words, then {@link #run} does the work with a
 * context that is closed afterwards.
 */
@Command(mixinStandardHelpOptions = true)
public abstract class OpsCommand implements Callable<Integer> {

  private Optional<Supplier<OpsContext>> contexts = Optional.empty();

  /**
   * Does what the command is for.
   *
   * @throws OpsException with the sentence for the operator, when it cannot
   */
  protected abstract Verdict run(OpsContext context) throws Exception;

  /** Reads the settings, works, and gives everything back; picocli calls this. */
  @Override
  public final Integer call() throws Exception {
    try (OpsContext context = contexts.orElseThrow().get()) {
      return run(context).exitCode();
    } catch (DatabaseUnavailableException unavailable) {
      throw OpsException.problem(String.valueOf(unavailable.getMessage()), unavailable);
    } catch (BucketUnusableException | PicturesMissingException | StorageMovedException unusable) {
      throw OpsException.problem(String.valueOf(unusable.getMessage()), unusable);
    } catch (SandboxMissingException missing) {
      throw OpsException.problem(
          missing.getMessage()
              + " Strangers' pictures are not decoded without a sandbox: allow it as"
              + " docs/operations/sandbox.md says, or take what there is with"
              + " CAMEO_SANDBOX=preferred.",
          missing);
    }
  }

  /** Makes commands, and tells each where its context comes from. */
  public static final class Factory implements IFactory {

    private final IFactory others = CommandLine.defaultFactory();
    private final Supplier<OpsContext> contexts;

    public Factory(Supplier<OpsContext> contexts) {
      this.contexts = contexts;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (!OpsCommand.class.isAssignableFrom(type)) {
        return others.create(type);
      }
      Constructor<K> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      K command = constructor.newInstance();
      ((OpsCommand) command).contexts = Optional.of(contexts);
      return command;
    }
  }
}
