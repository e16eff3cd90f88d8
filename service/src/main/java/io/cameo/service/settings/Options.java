package io.cameo.service.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of option, each with the form it shows and the check it makes. */
public final class Options {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Options() {}

  /** A whole number within bounds, both included. */
  public static Option<Long> number(
      String name, long fallback, long least, long most, String meaning) {
    return new Option<>(
        name,
        "a whole number from " + least + " to " + most,
        Long.toString(fallback),
        meaning,
        text -> within(Long.parseLong(text), least, most));
  }

  /** A whole number of {@code int} width within bounds, both included. */
  public static Option<Integer> count(
      String name, int fallback, int least, int most, String meaning) {
    return new Option<>(
        name,
        "a whole number from " + least + " to " + most,
        Integer.toString(fallback),
        meaning,
        text -> (int) within(Long.parseLong(text), least, most));
  }

  /** {@code on} or {@code off}; {@code true} and {@code false} mean the same. */
  public static Option<Boolean> onOff(String name, boolean fallback, String meaning) {
    return new Option<>(name, "on or off", fallback ? "on" : "off", meaning, Options::parseOnOff);
  }

  /** {@code true} or {@code false}; {@code on} and {@code off} mean the same. */
  public static Option<Boolean> trueFalse(String name, boolean fallback, String meaning) {
    return new Option<>(
        name, "true or false", Boolean.toString(fallback), meaning, Options::parseOnOff);
  }

  /** {@code on} or {@code off}, or nothing where the default depends on something else. */
  public static Option<Optional<Boolean>> perhapsOnOff(String name, String meaning) {
    return new Option<>(
        name,
        "on or off",
        "",
        meaning,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(parseOnOff(text)));
  }

  private static boolean parseOnOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw new IllegalArgumentException("neither on nor off");
    };
  }

  /** A time such as {@code 500ms}, {@code 30s}, {@code 15m}, {@code 2h} or {@code 7d}. */
  public static Option<Duration> time(
      String name, String fallback, Duration least, Duration most, String meaning) {
    return new Option<>(
        name,
        "a time from " + show(least) + " to " + show(most) + ", such as 30s, 15m, 2h or 7d",
        fallback,
        meaning,
        text -> {
          Duration time = duration(text);
          if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
            throw new IllegalArgumentException("out of range");
          }
          return time;
        });
  }

  /** The same, or {@code off}. */
  public static Option<Optional<Duration>> timeOrOff(
      String name, String fallback, Duration least, Duration most, String meaning) {
    Option<Duration> time = time(name, fallback, least, most, meaning);
    return new Option<>(
        name,
        time.form() + ", or off",
        fallback,
        meaning,
        text -> text.equals("off") ? Optional.empty() : Optional.of(time.parser().apply(text)));
  }

  /** One word of several. */
  public static <E extends Enum<E>> Option<E> choice(
      String name, Class<E> words, E fallback, String meaning) {
    List<String> names = Arrays.stream(words.getEnumConstants()).map(Options::word).toList();
    return new Option<>(
        name,
        "one of " + String.join(", ", names),
        word(fallback),
        meaning,
        text -> Enum.valueOf(words, text.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  /** The word of an enum constant as it is written in a setting. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Text that may be absent. */
  public static Option<Optional<String>> text(String name, String form, String meaning) {
    return new Option<>(
        name, form, "", meaning, text -> text.isEmpty() ? Optional.empty() : Optional.of(text));
  }

  /** A folder; relative ones lie below the folder the service was started in. */
  public static Option<Path> folder(String name, String fallback, String meaning) {
    return new Option<>(
        name, "the path of a folder", fallback, meaning, text -> Path.of(text).toAbsolutePath());
  }

  /** An http or https address without query, that may be absent. */
  public static Option<Optional<URI>> address(String name, String meaning) {
    return new Option<>(
        name,
        "an address that starts with http:// or https://, without query",
        "",
        meaning,
        text -> {
          if (text.isEmpty()) {
            return Optional.empty();
          }
          URI address =
              URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
          boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
          if (!http || address.getHost() == null || address.getQuery() != null) {
            throw new IllegalArgumentException("not such an address");
          }
          return Optional.of(address);
        });
  }

  /** Web origins, none or several. */
  public static Option<List<String>> origins(String name, String meaning) {
    return new Option<>(
        name,
        "web origins such as https://app.example.org, separated by commas",
        "",
        meaning,
        text ->
            text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(Options::parseOrigin).toList());
  }

  private static String parseOrigin(String text) {
    URI uri = URI.create(text.strip());
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || !uri.getRawPath().isEmpty() || uri.getQuery() != null) {
      throw new IllegalArgumentException("not an origin");
    }
    return text.strip();
  }

  /** Sizes of square renditions in pixels, largest first in the result. */
  public static Option<List<Integer>> sizes(String name, String fallback, String meaning) {
    return new Option<>(
        name,
        "1 to 16 different numbers from 16 to 2048, separated by commas",
        fallback,
        meaning,
        text -> {
          List<Integer> sizes =
              Arrays.stream(text.split(",", -1))
                  .map(part -> (int) within(Long.parseLong(part.strip()), 16, 2048))
                  .sorted((a, b) -> b - a)
                  .toList();
          if (sizes.size() > 16 || sizes.stream().distinct().count() != sizes.size()) {
            throw new IllegalArgumentException("too many, or one twice");
          }
          return sizes;
        });
  }

  private static long within(long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  /**
   * A time such as {@code 500ms}, {@code 30s}, {@code 15m}, {@code 2h} or {@code 7d}.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a time");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** A time in the form that settings and commands have, in its largest whole unit. */
  public static String show(Duration time) {
    if (time.toMillis() < 1000) {
      return time.toMillis() + "ms";
    }
    long seconds = time.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
