package io.cameo.bench.contender;

import io.cameo.bench.running.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of the peers written in JavaScript, with the modules they need.
 *
 * @param folder {@code bench/peers} of the project
 */
public record PeerModules(Path folder) {

  /** Finds the folder and installs what its lock file names, unless that is done already. */
  public static PeerModules install(Path project) throws IOException, InterruptedException {
    Path folder = project.resolve("bench/peers").toAbsolutePath().normalize();
    Path installed = folder.resolve("node_modules/.package-lock.json");
    Path wanted = folder.resolve("package-lock.json");
    if (!Files.exists(installed)
        || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) < 0) {
      System.out.println("Installing the peers' modules: npm ci in " + folder);
      Tool.run(folder, Duration.ofMinutes(5), List.of("npm", "ci", "--no-audit", "--no-fund"));
    }
    return new PeerModules(folder);
  }

  /** A program of the folder. */
  String script(String name) {
    return folder.resolve(name).toString();
  }

  /** What the peers run on: node, sharp, libvips and the others with their versions. */
  public Map<String, String> versions() throws IOException, InterruptedException {
    String json = Tool.run(folder, Duration.ofSeconds(20), List.of("node", script("versions.mjs")));
    Map<String, String> versions = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : JsonMapper.shared().readTree(json).properties()) {
      versions.put(entry.getKey(), entry.getValue().asString());
    }
    return versions;
  }
}
