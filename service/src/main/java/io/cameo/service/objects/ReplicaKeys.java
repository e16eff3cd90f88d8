package io.cameo.service.objects;

import io.cameo.service.settings.Settings;
import io.cameo.storage.s3.S3StoreOptions.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Access keys of replicas, from a file in the form of AWS's shared credentials file. */
final class ReplicaKeys {

  static final ReplicaKeys NONE = new ReplicaKeys(Map.of());

  private static final long LARGEST = 65_536;

  private final Map<String, Credentials> byName;

  private ReplicaKeys(Map<String, Credentials> byName) {
    this.byName = byName;
  }

  /** Reads the file; what is wrong with it is refused without showing any of its lines. */
  static ReplicaKeys read(Path file, String option, Settings settings) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    try {
      if (Files.size(file) > LARGEST) {
        settings.refuse(option, "names a file of more than " + LARGEST + " bytes.");
        return NONE;
      }
      Map<String, String> section = new HashMap<>();
      for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        int equals = text.indexOf('=');
        if (text.startsWith("[") && text.endsWith("]")) {
          section = new HashMap<>();
          sections.put(text.substring(1, text.length() - 1).strip(), section);
        } else if (equals > 0 && !text.startsWith("#")) {
          section.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        }
      }
    } catch (IOException unreadable) {
      settings.refuse(option, "names a file that cannot be read: " + unreadable.getMessage() + ".");
      return NONE;
    }
    Map<String, Credentials> keys = new HashMap<>();
    sections.forEach(
        (name, values) -> {
          String id = values.getOrDefault("aws_access_key_id", "");
          String secret = values.getOrDefault("aws_secret_access_key", "");
          if (id.isEmpty() || secret.isEmpty()) {
            settings.refuse(
                option,
                "has a section ["
                    + name
                    + "] without aws_access_key_id or aws_secret_access_key in its file.");
          } else {
            keys.put(
                name,
                new Credentials(id, secret, Optional.ofNullable(values.get("aws_session_token"))));
          }
        });
    return new ReplicaKeys(keys);
  }

  /** A section that belongs to nobody is a typing mistake. */
  void refuseUnknown(List<String> names, String option, Settings settings) {
    byName.keySet().stream()
        .filter(name -> !names.contains(name))
        .sorted()
        .forEach(
            name ->
                settings.refuse(
                    option, "has a section [" + name + "], but no replica has this name."));
  }

  Optional<Credentials> of(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
