package io.cameo.service.releases;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the program is brought to its nodes, in the operator's words.
 *
 * @param place the namespace or the cluster; of a command the command line
 * @param name the deployment or the service; of a command empty
 */
public record DeploymentWay(Kind kind, String place, String name) {

  /** What the words look like. */
  public static final String FORM =
      "kubernetes:NAMESPACE/DEPLOYMENT, ecs:CLUSTER/SERVICE, or command: and a command line for sh";

  /** The ways that there are. */
  public enum Kind {
    KUBERNETES("kubernetes:([a-z0-9][a-z0-9-]{0,62})/([a-z0-9][a-z0-9.-]{0,252})"),
    ECS("ecs:([A-Za-z0-9_-]{1,255})/([A-Za-z0-9_-]{1,255})"),
    COMMAND("(?s)command:\\s*(\\S.{0,1900})()");

    private final Pattern form;

    Kind(String form) {
      this.form = Pattern.compile(form);
    }
  }

  /** The way; empty when the words have not the form. */
  public static Optional<DeploymentWay> of(String words) {
    for (Kind kind : Kind.values()) {
      Matcher parts = kind.form.matcher(words);
      if (parts.matches()) {
        return Optional.of(new DeploymentWay(kind, parts.group(1), parts.group(2)));
      }
    }
    return Optional.empty();
  }
}
