package io.cameo.service.ops.rollback;

import io.cameo.service.ops.frame.OpsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service of Amazon ECS, by the {@code aws} program and the credentials it has. */
record EcsDeployment(String cluster, String service, Programs programs) implements Deployment {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The task definition before the current one, of the same family. */
  @Override
  public String target() {
    String current = current();
    String family = current.substring(current.lastIndexOf('/') + 1, current.lastIndexOf(':'));
    JsonNode known =
        ask(
                "list-task-definitions",
                "--family-prefix",
                family,
                "--status",
                "ACTIVE",
                "--sort",
                "DESC")
            .path("taskDefinitionArns");
    int revision = revision(current);
    for (JsonNode one : known) {
      // The prefix also finds families whose names are longer.
      boolean same =
          one.asString()
              .substring(0, one.asString().lastIndexOf(':'))
              .equals(current.substring(0, current.lastIndexOf(':')));
      if (same && revision(one.asString()) < revision) {
        return one.asString();
      }
    }
    throw OpsException.problem(
        "ECS has no active task definition of "
            + family
            + " before revision "
            + revision
            + ". Deploy the previous image yourself, then run this again with --skip deployment.");
  }

  private String current() {
    JsonNode services =
        ask("describe-services", "--cluster", cluster, "--services", service).path("services");
    String arn = services.path(0).path("taskDefinition").asString("");
    if (arn.lastIndexOf(':') <= arn.lastIndexOf('/')) {
      throw OpsException.problem(
          "There is no ECS service " + service + " in the cluster " + cluster + ".");
    }
    return arn;
  }

  @Override
  public List<String> plan(String target) {
    return List.of(
        "aws ecs update-service --cluster "
            + cluster
            + " --service "
            + service
            + " to the task definition "
            + target
            + ", and wait until the service is stable.");
  }

  @Override
  public void go(String target, Map<String, String> environment) {
    if (!current().equals(target)) {
      ask(
          "update-service",
          "--cluster",
          cluster,
          "--service",
          service,
          "--task-definition",
          target);
    }
    programs.run(
        Map.of(), words("wait", "services-stable", "--cluster", cluster, "--services", service));
  }

  private JsonNode ask(String... words) {
    List<String> all = words(words);
    all.addAll(List.of("--output", "json"));
    try {
      return JSON.readTree(programs.ask(all));
    } catch (JacksonException other) {
      throw OpsException.problem("aws did not answer with JSON: " + other.getMessage(), other);
    }
  }

  private static List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of("aws", "ecs"));
    all.addAll(List.of(words));
    return all;
  }

  private static int revision(String arn) {
    return Integer.parseInt(arn.substring(arn.lastIndexOf(':') + 1));
  }
}
