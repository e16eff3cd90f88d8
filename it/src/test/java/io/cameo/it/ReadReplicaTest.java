package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The program with a read replica of its database that has stopped to replay. */
@ExtendWith(Running.class)
class ReadReplicaTest {

  private static final String USABLE = "state=\"usable\"";

  @Test
  void anUploadIsSeenAtOnceHoweverFarTheReplicaIsBehind(Program other) throws Exception {
    try (ReplicatedServers servers = ReplicatedServers.start(other.data());
        Program program =
            Program.start(
                Homes.empty(),
                Map.of(
                    "CAMEO_DATABASE_URL", servers.primarySetting(),
                    "CAMEO_DATABASE_REPLICA_URLS", servers.replicaSetting(),
                    "CAMEO_DATABASE_REPLICA_MAX_LAG", "1h"))) {
      Api api = new Api(program, Program.ADMIN_KEY);
      Wait.until(
          "the replica is read",
          Duration.ofSeconds(20),
          () -> {
            api.get("/v1/avatars/" + Api.subject());
            return metric(api, "cameo_replica_reads_total", "outcome=\"answered\"") > 0;
          });
      assertThat(metric(api, "cameo_replica_state", USABLE)).isEqualTo(1);
      servers.askReplica("select pg_wal_replay_pause()");
      String subject = Api.subject();

      String version = upload(api, subject, 101);
      byte[] first = api.get("/u/" + subject).body();
      assertThat(api.get("/v1/avatars/" + subject).json().path("version").asString())
          .isEqualTo(version);
      String second = upload(api, subject, 102);

      assertThat(api.get("/u/" + subject).body()).isNotEqualTo(first);
      assertThat(api.get("/v1/avatars/" + subject).json().path("version").asString())
          .isEqualTo(second);
      assertThat(api.get("/v1/avatars/" + subject + "/versions").json().path("versions"))
          .hasSize(2);
      assertThat(api.get("/a/" + second + "/64.jpg").status()).isEqualTo(200);
      assertThat(servers.askReplica("select count(*) from version"))
          .as("the replica knows of none of it")
          .isEqualTo("0");
      assertThat(api.delete("/v1/avatars/" + subject).status()).isEqualTo(204);
      assertThat(api.get("/v1/avatars/" + subject).status()).isEqualTo(404);
      servers.askReplica("select pg_wal_replay_resume()");
    }
  }

  private static String upload(Api api, String subject, int side) {
    Api.Answer answer =
        api.upload(subject, Pictures.jpeg(side, side == 101 ? Pictures.RED : Pictures.BLUE));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("version").asString();
  }

  private static double metric(Api api, String name, String tag) {
    return api.management("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(tag))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
