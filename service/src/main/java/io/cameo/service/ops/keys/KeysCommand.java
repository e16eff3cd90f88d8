package io.cameo.service.ops.keys;

import io.cameo.service.accounts.ApiKey;
import io.cameo.service.accounts.KeyBook;
import io.cameo.service.accounts.KeyLine;
import io.cameo.service.accounts.KeyWish;
import io.cameo.service.ops.frame.Changes;
import io.cameo.service.ops.frame.Consent;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.TimeForm;
import io.cameo.service.ops.frame.Verdict;
import io.cameo.service.settings.BadWishException;
import io.cameo.service.settings.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the keys; its subcommands make, rotate and revoke them. */
@Command(
    name = "keys",
    description = "API keys: list, add, rotate, revoke; all nodes follow within a second.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeysCommand.Show.class,
      KeysCommand.Add.class,
      KeysCommand.Rotate.class,
      KeysCommand.Revoke.class
    })
public final class KeysCommand extends OpsCommand {

  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) {
    return list(context, json);
  }

  /** Lists them. */
  @Command(name = "list", description = "List all keys, without their secrets.")
  static final class Show extends OpsCommand {

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      return list(context, json);
    }
  }

  /** Makes one. */
  @Command(name = "add", description = "Make a key and show it, this once.")
  static final class Add extends OpsCommand {

    @Parameters(paramLabel = "NAME", description = "What it is for, in your own words.")
    private String name = "";

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        required = true,
        split = ",",
        description =
            "read, write, tokens, limits, switches, identities or admin; several with commas between them.")
    private List<String> scopes = List.of();

    @Option(
        names = "--life",
        paramLabel = "TIME",
        converter = TimeForm.class,
        description = "How long it is good, such as 90d; without it until it is revoked.")
    private Optional<Duration> life = Optional.empty();

    @Option(
        names = "--subjects",
        paramLabel = "PREFIX",
        description = "Only for subjects that begin so, such as shop:")
    private String subjects = "";

    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      KeyBook book = book(context);
      try {
        KeyWish wish = KeyWish.of(name, scopes, life, subjects);
        return made(context, json, book.add(wish, key -> note(context, "add " + key.id())), "");
      } catch (BadWishException nonsense) {
        throw OpsException.wrongUse(String.valueOf(nonsense.getMessage()));
      }
    }
  }

  /** Makes one in another's place. */
  @Command(
      name = "rotate",
      description = "Make a key for the same in another's place, which ends after a while.")
  static final class Rotate extends OpsCommand {

    @Parameters(paramLabel = "ID", description = "The id of a good key; list shows it.")
    private String id = "";

    @Option(
        names = "--overlap",
        paramLabel = "TIME",
        converter = TimeForm.class,
        description = "How long the old key stays good: 0s to 90d; 24h without it.")
    private Duration overlap = KeyBook.USUAL_OVERLAP;

    @Mixin private final Consent consent = new Consent();
    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      KeyBook book = book(context);
      if (overlap.compareTo(KeyBook.LONGEST_OVERLAP) > 0) {
        throw OpsException.wrongUse("An overlap is 90d at most.");
      }
      ApiKey key = good(context, book, id);
      if (!consent.isGiven()) {
        return dry(
            context,
            json,
            key,
            "Would make another key like %s (%s), which would end after %s. Do it with --yes."
                .formatted(key.id(), key.name(), Options.show(overlap)));
      }
      KeyBook.Made made;
      try {
        made =
            book.rotate(id, overlap, next -> note(context, "rotate " + id + " to " + next.id()))
                .orElseThrow(() -> none(id));
      } catch (BadWishException full) {
        throw OpsException.problem(String.valueOf(full.getMessage()));
      }
      return made(
          context,
          json,
          made,
          "The old one, %s, ends after %s.".formatted(id, Options.show(overlap)));
    }
  }

  /** Ends one. */
  @Command(name = "revoke", description = "End a key at once, and all tokens made with it.")
  static final class Revoke extends OpsCommand {

    @Parameters(paramLabel = "ID", description = "The id of a key; list shows it.")
    private String id = "";

    @Mixin private final Consent consent = new Consent();
    @Mixin private final JsonForm json = new JsonForm();

    @Override
    protected Verdict run(OpsContext context) {
      KeyBook book = book(context);
      ApiKey key = book.key(id).orElseThrow(() -> none(id));
      if (!consent.isGiven()) {
        return dry(
            context,
            json,
            key,
            "Would end the key %s (%s). Do it with --yes.".formatted(key.id(), key.name()));
      }
      if (!book.revoke(id, () -> note(context, "revoke " + id))) {
        throw OpsException.problem("The key " + id + " was revoked before.");
      }
      if (json.isAsked()) {
        context.printJson(KeyLine.of(book.key(id).orElse(key)));
      } else {
        context.print("The key " + id + " has ended.");
      }
      return Verdict.WELL;
    }
  }

  private static KeyBook book(OpsContext context) {
    context.requireSchema();
    return context.part(KeyBook.class);
  }

  private static void note(OpsContext context, String words) {
    Changes.note(context, "keys", words, Optional.empty());
  }

  private static ApiKey good(OpsContext context, KeyBook book, String id) {
    Instant now = context.clock().instant();
    return book.key(id).filter(key -> key.isGood(now)).orElseThrow(() -> none(id));
  }

  private static OpsException none(String id) {
    return OpsException.problem("There is no good key " + id + ". ./cameo keys lists them.");
  }

  private static Verdict dry(OpsContext context, JsonForm json, ApiKey key, String words) {
    if (json.isAsked()) {
      context.printJson(KeyLine.of(key));
    } else {
      context.print(words);
    }
    return Verdict.WELL;
  }

  private static Verdict made(OpsContext context, JsonForm json, KeyBook.Made made, String more) {
    if (json.isAsked()) {
      context.printJson(KeyLine.of(made.key()).with(made.text()));
      return Verdict.WELL;
    }
    context.print(made.text());
    context.say("This key is shown this once; only a hash of it is kept. " + more);
    return Verdict.WELL;
  }

  /** What was revoked does not wait for the end that it was made with. */
  private static String ending(ApiKey.Times times) {
    return times
        .revokedAt()
        .map(end -> "revoked " + end + " ")
        .or(() -> times.expiresAt().map(end -> "until " + end + " "))
        .orElse("");
  }

  private static Verdict list(OpsContext context, JsonForm json) {
    List<ApiKey> keys = book(context).list();
    if (json.isAsked()) {
      context.printJson(Map.of("keys", keys.stream().map(KeyLine::of).toList()));
      return Verdict.WELL;
    }
    Instant now = context.clock().instant();
    for (ApiKey key : keys) {
      KeyLine line = KeyLine.of(key);
      context.print(
          "%s  %-8s %-24s %-28s used %-22s %s%s"
              .formatted(
                  key.id(),
                  key.isGood(now) ? "good" : "ended",
                  key.name(),
                  String.join(",", line.scopes()),
                  key.times().lastUsed().map(Instant::toString).orElse("never"),
                  ending(key.times()),
                  key.subjects().isEmpty() ? "" : "for " + key.subjects() + "…"));
    }
    if (keys.isEmpty()) {
      context.say("There are no API keys yet: ./cameo keys add NAME --scope write makes one.");
    }
    return Verdict.WELL;
  }
}
