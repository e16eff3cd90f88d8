package io.cameo.service.releases;

import io.cameo.service.database.Migrations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of releases and of running nodes. */
public final class Releases {

  /** A node that was not heard of for so long does not run; it speaks every second. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  private final JdbcClient sql;

  public Releases(JdbcClient sql) {
    this.sql = sql;
  }

  /** Whether a release has left its mark. */
  boolean knows(String version) {
    return sql.sql("select count(*) from program_release where version = ?")
            .param(version)
            .query(Integer.class)
            .single()
        > 0;
  }

  /** A release has started, and knows these steps of the schema. */
  void started(String version, List<Migrations.Change> known) {
    sql.sql(
            """
            insert into program_release (version, steps) values (?, ?)
            on conflict (version) do update set steps = excluded.steps, last_started_at = now()
            """)
        .param(version)
        .param(known.stream().map(Migrations.Change::key).collect(Collectors.joining("\n")))
        .update();
  }

  /** A release that is known has started again. */
  void startedAgain(String version) {
    sql.sql("update program_release set last_started_at = now() where version = ?")
        .param(version)
        .update();
  }

  /** All that have run here, the one that was started last first. */
  public List<Release> all() {
    return sql.sql("select * from program_release order by last_started_at desc, version")
        .query(Releases::release)
        .list();
  }

  /** One by its version. */
  public Optional<Release> of(String version) {
    return all().stream().filter(one -> one.version().equals(version)).findFirst();
  }

  /** The release that ran last of those that came before this one. */
  public Optional<Release> before(String version) {
    List<Release> all = all();
    Optional<Release> own = all.stream().filter(one -> one.version().equals(version)).findFirst();
    return all.stream()
        .filter(one -> !one.version().equals(version))
        .filter(one -> own.filter(it -> !one.firstStarted().isBefore(it.firstStarted())).isEmpty())
        .findFirst();
  }

  private static Release release(ResultSet row, int number) throws SQLException {
    return new Release(
        row.getString("version"),
        row.getString("steps").lines().collect(Collectors.toUnmodifiableSet()),
        row.getObject("first_started_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_started_at", OffsetDateTime.class).toInstant());
  }

  /** How many of the last steps of the schema a release does not know, and so can go without. */
  public static int stepsBeyond(Release release, List<Migrations.Change> taken) {
    Set<String> known = release.steps();
    int beyond = 0;
    while (beyond < taken.size() && !known.contains(taken.get(taken.size() - 1 - beyond).key())) {
      beyond++;
    }
    List<Migrations.Change> below = taken.subList(0, taken.size() - beyond);
    for (Migrations.Change step : below) {
      if (!known.contains(step.key())) {
        throw new IllegalStateException(
            "The step \""
                + step
                + "\" is not known to release "
                + release.version()
                + " but lies below steps that are, so they cannot be taken back as one. See"
                + " ./cameo migrate status, and take steps back with ./cameo migrate down N.");
      }
    }
    return beyond;
  }

  /** This node runs. */
  void alive(UUID node, String version) {
    sql.sql(
            """
            insert into running_node (node, version) values (?, ?)
            on conflict (node) do update set seen_at = now()
            """)
        .param(node)
        .param(version)
        .update();
  }

  /** This node ends. */
  void gone(UUID node) {
    sql.sql("delete from running_node where node = ?").param(node).update();
  }

  /** Rows of nodes that were killed are of no use after a while. */
  void forgetOld() {
    sql.sql("delete from running_node where seen_at < now() - interval '1 day'").update();
  }

  /** The nodes that run, by the database's clock. */
  public List<RunningNode> running() {
    return sql.sql(
            """
            select node, version, started_at from running_node
            where seen_at > now() - make_interval(secs => ?) order by started_at, node
            """)
        .param(SILENCE.toSeconds())
        .query(
            (row, number) ->
                new RunningNode(
                    row.getObject("node", UUID.class),
                    row.getString("version"),
                    row.getObject("started_at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
