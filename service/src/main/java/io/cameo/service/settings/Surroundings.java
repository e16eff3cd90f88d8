package io.cameo.service.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What an operator's command must know of the service beside the features' settings.
 *
 * @param production whether the settings are those of production
 * @param data folder for everything that is kept
 * @param port of the public; 0 for any
 * @param managementPort of the operator; 0 for any
 * @param given names of the variables that are set and read
 * @param refused what a start in production would refuse, a sentence each
 * @param unread variables that begin like ours and that nothing reads
 */
public record Surroundings(
    boolean production,
    Path data,
    int port,
    int managementPort,
    Set<String> given,
    List<String> refused,
    List<String> unread) {

  public Surroundings {
    given = Set.copyOf(given);
    refused = List.copyOf(refused);
    unread = List.copyOf(unread);
  }
}
