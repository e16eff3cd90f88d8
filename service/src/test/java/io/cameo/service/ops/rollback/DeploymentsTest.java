package io.cameo.service.ops.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.ops.frame.OpsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways back to a deployment, with scripts in the place of kubectl and aws. */
@Timeout(60)
class DeploymentsTest {

  @TempDir private Path folder;

  private final List<String> shown = new ArrayList<>();

  private Programs programs() {
    return new Programs(
        Duration.ofSeconds(20),
        shown::add,
        name -> Files.exists(folder.resolve(name)) ? folder.resolve(name).toString() : name);
  }

  private void script(String name, String body) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve(name),
            "#!/bin/sh\ncd " + folder + "\necho \"" + name + " $*\" >> calls\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private static String template(String image) {
    return "{\"spec\":{\"containers\":[{\"name\":\"cameo\",\"image\":\"" + image + "\"}]}}";
  }

  private static String object(int revision, String owner, String image) {
    return "{\"metadata\":{\"uid\":\"d1\",\"annotations\":{\"deployment.kubernetes.io/revision\":\""
        + revision
        + "\"},\"ownerReferences\":[{\"uid\":\""
        + owner
        + "\"}]},\"spec\":{\"template\":"
        + template(image)
        + "}}";
  }

  private Deployment kubernetes() {
    return Deployments.of("kubernetes:prod/cameo", programs()).orElseThrow();
  }

  @Test
  void kubernetesGoesToTheRevisionBeforeAndNoFurtherWhenItIsDoneAgain() throws IOException {
    Files.writeString(folder.resolve("deployment"), object(7, "", "cameo:0.2.0"));
    Files.writeString(
        folder.resolve("sets"),
        "{\"items\":[%s,%s,%s,%s]}"
            .formatted(
                object(6, "d1", "cameo:0.1.0"),
                object(7, "d1", "cameo:0.2.0"),
                object(5, "d1", "cameo:0.0.9"),
                object(6, "another", "other:1")));
    Files.writeString(folder.resolve("undone"), object(8, "", "cameo:0.1.0"));
    script(
        "kubectl",
        """
        case "$*" in
          *"get deployment cameo -o json") cat deployment ;;
          *"get replicasets -o json") cat sets ;;
          *"rollout undo deployment/cameo --to-revision=6") cp undone deployment ;;
          *"rollout status deployment/cameo --timeout=20s") echo rolled out ;;
          *) echo "unknown: $*" >&2; exit 9 ;;
        esac""");
    String target = kubernetes().target();
    assertThat(kubernetes().plan(target).getFirst())
        .contains("namespace prod", "revision 6", "cameo:0.1.0");

    kubernetes().go(target, Map.of());
    kubernetes().go(target, Map.of());

    assertThat(calls()).filteredOn(call -> call.contains("undo")).hasSize(1);
    assertThat(calls()).filteredOn(call -> call.contains("rollout status")).hasSize(2);
    assertThat(calls()).allMatch(call -> call.startsWith("kubectl -n prod "));
    assertThat(shown).contains("rolled out");
  }

  @Test
  void kubernetesWithoutAnEarlierRevisionSaysWhatToDo() throws IOException {
    script(
        "kubectl",
        "case \"$*\" in *replicasets*) echo '{\"items\":[]}' ;; *) echo '"
            + object(1, "", "cameo:0.2.0")
            + "' ;; esac");
    assertThatThrownBy(() -> kubernetes().target())
        .isInstanceOf(OpsException.class)
        .hasMessageContaining("no revision of deployment/cameo before 1")
        .hasMessageContaining("--skip deployment");
  }

  @Test
  void ecsGoesToTheTaskDefinitionBeforeAndNoFurtherWhenItIsDoneAgain() throws IOException {
    String arn = "arn:aws:ecs:us-east-1:1:task-definition/cameo:";
    Files.writeString(
        folder.resolve("services"), "{\"services\":[{\"taskDefinition\":\"" + arn + "12\"}]}");
    script(
        "aws",
        """
        case "$*" in
          "ecs describe-services --cluster main --services avatars --output json") cat services ;;
          "ecs list-task-definitions --family-prefix cameo --status ACTIVE --sort DESC --output json")
            echo '{"taskDefinitionArns":["ARNcameo-canary:40","ARNcameo:12","ARNcameo:10"]}' \
              | sed 's#ARN#arn:aws:ecs:us-east-1:1:task-definition/#g' ;;
          "ecs update-service --cluster main --service avatars --task-definition "*)
            sed -i 's/cameo:12/cameo:10/' services; echo '{}' ;;
          "ecs wait services-stable --cluster main --services avatars") ;;
          *) echo "unknown: $*" >&2; exit 9 ;;
        esac""");
    Deployment ecs = Deployments.of("ecs:main/avatars", programs()).orElseThrow();
    String target = ecs.target();
    assertThat(target).isEqualTo(arn + "10");
    assertThat(ecs.plan(target).getFirst()).contains("--service avatars", arn + "10");

    ecs.go(target, Map.of());
    ecs.go(target, Map.of());

    assertThat(calls()).filteredOn(call -> call.contains("update-service")).hasSize(1);
    assertThat(calls()).filteredOn(call -> call.contains("wait")).hasSize(2);
  }

  @Test
  void aCommandHearsOfBothReleasesAndItsFailureIsTold() {
    Deployment own =
        Deployments.of("command: echo to $CAMEO_ROLLBACK_TO", programs()).orElseThrow();
    own.go(own.target(), Map.of("CAMEO_ROLLBACK_TO", "0.1.0"));
    assertThat(shown).containsExactly("to 0.1.0");

    Deployment bad = Deployments.of("command:echo no; exit 4", programs()).orElseThrow();
    assertThatThrownBy(() -> bad.go(bad.target(), Map.of()))
        .isInstanceOf(OpsException.class)
        .hasMessageContaining("code 4")
        .hasMessageContaining("goes on here");
  }

  @Test
  void whatHangsIsEndedAndWhatIsMissingIsNamed() {
    Programs hasty = new Programs(Duration.ofMillis(300), shown::add);
    assertThatThrownBy(() -> hasty.run(Map.of(), List.of("sh", "-c", "sleep 30")))
        .isInstanceOf(OpsException.class)
        .hasMessageContaining("has not ended");
    assertThatThrownBy(() -> hasty.ask(List.of("no-such-program-of-cameo")))
        .isInstanceOf(OpsException.class)
        .hasMessageContaining("no-such-program-of-cameo could not be started");
  }

  @Test
  void otherWordsAreNoDeployment() {
    for (String words : List.of("kubernetes:cameo", "ecs:a", "command:", "helm:x", "ecs:a/b;c")) {
      assertThat(Deployments.of(words, programs())).as(words).isEmpty();
    }
  }
}
