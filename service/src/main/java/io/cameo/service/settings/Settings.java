package io.cameo.service.settings;

import io.cameo.service.observability.Scrubber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment as the features read it: every value is checked against its option, and every bad
 * one is collected, so that an operator sees all of them at once.
 */
public final class Settings {

  private final Map<String, String> environment;
  private final Map<String, Option<?>> read = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /**
   * A setting that stops the start.
   *
   * @param name the variable
   * @param sentence what is wrong with it and what to do
   */
  public record Violation(String name, String sentence) {}

  public Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The option's value, or its default. A bad value is recorded and the default given instead. */
  public <T> T get(Option<T> option) {
    read.put(option.name(), option);
    String text = given(option).orElse(option.fallback());
    try {
      return option.parser().apply(text);
    } catch (IllegalArgumentException bad) {
      // The value may be a secret, hold one, or be one in the wrong place: show little of it.
      String clean = Scrubber.of(environment).secrets(text);
      String shown = clean.length() > 40 ? clean.substring(0, 40) + "…" : clean;
      refuse(option.name(), "is \"" + shown + "\", but must be " + option.form() + ".");
      return option.parser().apply(option.fallback());
    }
  }

  /** Whether the operator has set this option to anything. */
  public boolean isGiven(Option<?> option) {
    return given(option).isPresent();
  }

  private Optional<String> given(Option<?> option) {
    return Optional.ofNullable(environment.get(option.name()))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Names of all options that were read so far and that the operator has set. */
  public List<String> given() {
    return read.values().stream().filter(this::isGiven).map(Option::name).sorted().toList();
  }

  /** Everything that is wrong, a sentence each that begins with the variable. */
  public List<String> wrong() {
    return violations.stream().map(each -> each.name() + " " + each.sentence()).toList();
  }

  /** Records that a combination of settings is not to be started with. */
  public void refuse(String name, String sentence) {
    Violation violation = new Violation(name, sentence);
    // Several features may read one setting.
    if (!violations.contains(violation)) {
      violations.add(violation);
    }
  }

  /** Every option that was read so far, in the order of reading. */
  public List<Option<?>> read() {
    return List.copyOf(read.values());
  }

  /** Variables that begin like ours but that nothing reads: most often a typing mistake. */
  public List<String> unread() {
    return environment.keySet().stream()
        .filter(name -> name.startsWith("CAMEO_") && !read.containsKey(name))
        .sorted()
        .toList();
  }

  /**
   * @throws SettingsException naming every violation, when there is one
   */
  public void verify() {
    if (!violations.isEmpty()) {
      throw new SettingsException(violations);
    }
  }
}
