package io.cameo.service.ops.rollback;

import io.cameo.service.ops.frame.OpsException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Deployment of Kubernetes, by {@code kubectl} and the context it has. The revision to go back to
 * is remembered with what its pods are: {@code rollout undo} alone would undo itself when it is run
 * again.
 */
record KubernetesDeployment(String namespace, String name, Programs programs)
    implements Deployment {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REVISION = "deployment.kubernetes.io/revision";

  @Override
  public String target() {
    JsonNode deployment = get("deployment", name);
    String uid = deployment.path("metadata").path("uid").asString();
    int current = revision(deployment);
    Optional<JsonNode> before = Optional.empty();
    for (JsonNode set : get("replicasets").path("items")) {
      boolean ours =
          set.path("metadata")
              .path("ownerReferences")
              .valueStream()
              .anyMatch(owner -> owner.path("uid").asString().equals(uid));
      int revision = revision(set);
      if (ours
          && revision < current
          && before.filter(other -> revision(other) > revision).isEmpty()) {
        before = Optional.of(set);
      }
    }
    JsonNode set =
        before.orElseThrow(
            () ->
                OpsException.problem(
                    "Kubernetes remembers no revision of deployment/"
                        + name
                        + " before "
                        + current
                        + " (spec.revisionHistoryLimit). Deploy the previous image yourself, then"
                        + " run this again with --skip deployment."));
    return revision(set) + " " + fingerprint(set) + " " + images(set);
  }

  @Override
  public List<String> plan(String target) {
    return List.of(
        "kubectl rollout undo deployment/"
            + name
            + " in namespace "
            + namespace
            + " to revision "
            + part(target, 0)
            + " (image "
            + part(target, 2)
            + "), and wait until it is rolled out.");
  }

  @Override
  public void go(String target, Map<String, String> environment) {
    if (!fingerprint(get("deployment", name)).equals(part(target, 1))) {
      programs.run(
          Map.of(),
          words("rollout", "undo", "deployment/" + name, "--to-revision=" + part(target, 0)));
    }
    programs.run(
        Map.of(),
        words(
            "rollout",
            "status",
            "deployment/" + name,
            "--timeout=" + programs.limit().toSeconds() + "s"));
  }

  private JsonNode get(String... what) {
    List<String> words = words("get");
    words.addAll(List.of(what));
    words.addAll(List.of("-o", "json"));
    try {
      return JSON.readTree(programs.ask(words));
    } catch (JacksonException other) {
      throw OpsException.problem("kubectl did not answer with JSON: " + other.getMessage(), other);
    }
  }

  private List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of("kubectl", "-n", namespace));
    all.addAll(List.of(words));
    return all;
  }

  private static int revision(JsonNode object) {
    return object.path("metadata").path("annotations").path(REVISION).asInt(0);
  }

  private static String images(JsonNode object) {
    return String.join(
        ",",
        object
            .path("spec")
            .path("template")
            .path("spec")
            .path("containers")
            .valueStream()
            .map(container -> container.path("image").asString())
            .toList());
  }

  /** Of all that its pods are made by, because a revision may differ in more than its images. */
  private static String fingerprint(JsonNode object) {
    try {
      byte[] spec =
          JSON.writeValueAsString(object.path("spec").path("template").path("spec"))
              .getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spec));
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException(never);
    }
  }

  private static String part(String target, int number) {
    return target.split(" ", 3)[number];
  }
}
