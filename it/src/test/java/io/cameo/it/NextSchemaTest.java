package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A program of this release on the schema of the next one, as in the middle of an update of several
 * nodes, and after the program alone was taken back. There is no next release yet, so its steps are
 * of the kind that it may take: it adds, and takes nothing away.
 */
class NextSchemaTest {

  private static final List<String> NEXT_RELEASE =
      List.of(
          "alter table version add column of_the_next_release text",
          "alter table subject add column of_the_next_release int not null default 0",
          "alter table audit add column of_the_next_release text not null default ''",
          "create table of_the_next_release (id bigint generated always as identity primary key,"
              + " version uuid references version (id) on delete cascade)",
          "create index version_of_the_next_release on version (of_the_next_release)",
          """
          insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted,
            exectype, md5sum, description, comments, tag, liquibase, deployment_id)
          select step, 'cameo', 'changelog/100-next-release.sql', now(),
            (select max(orderexecuted) from databasechangelog) + number, 'EXECUTED',
            '9:00000000000000000000000000000000', 'sql', '', tag, '4.33.0', '1000000000'
          from (values (1, '100-columns', null), (2, 'release-0.2.0', '0.2.0'))
            as steps (number, step, tag)
          """);

  @Test
  void keepsRunningOnItAndStartsAgainOnIt() throws SQLException {
    Path home = Homes.prepared();
    String subject = Api.subject();
    try (Program program = Program.start(home, Map.of())) {
      Api api = new Api(program, Program.ADMIN_KEY);
      upload(api, subject, Color.RED);
      migrate(program);
      live(api, subject);
      program.stop();
    }
    try (Program again = Program.start(home, Map.of())) {
      Api api = new Api(again, Program.ADMIN_KEY);
      live(api, subject);
      assertThat(new Truth(again).violations()).isEmpty();
    }
  }

  private static void migrate(Program program) throws SQLException {
    try (Connection connection = EmbeddedDatabase.connect(program.data());
        Statement statement = connection.createStatement()) {
      for (String step : NEXT_RELEASE) {
        statement.execute(step);
      }
    }
  }

  private static String upload(Api api, String subject, Color color) {
    Api.Answer answer = api.upload(subject, Pictures.jpeg(90, color));
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    return answer.json().path("version").asString();
  }

  /** Everything that writes rows. */
  private static void live(Api api, String subject) {
    String first = upload(api, subject, Color.GREEN);
    String second = upload(api, subject, Color.BLUE);
    assertThat(second).isNotEqualTo(first);
    Api.Answer back = api.post("/v1/avatars/" + subject + "/revert", "");
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(back.json().path("version").asString()).isEqualTo(first);
    assertThat(api.get("/u/" + subject + ".jpg").status()).isEqualTo(200);
    assertThat(api.delete("/v1/avatars/" + subject).status()).isEqualTo(204);
    assertThat(api.get("/v1/avatars/" + subject).status()).isEqualTo(404);
    String gone = Api.subject();
    upload(api, gone, Color.CYAN);
    Api.Answer erased = api.delete("/v1/avatars/" + gone + "?erase=true");
    assertThat(erased.status()).as(erased.text()).isEqualTo(200);
    Api.Answer token = api.post("/v1/tokens", "{\"subject\":\"" + subject + "\"}");
    assertThat(token.status()).as(token.text()).isEqualTo(201);
  }
}
