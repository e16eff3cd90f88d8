package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many machines work on this database, beside how many are allowed for. */
final class NodesSeen implements Check {

  private final Supplier<JdbcClient> sql;
  private final int expected;
  private final boolean disk;

  /**
   * @param expected CAMEO_NODES
   * @param disk whether pictures lie on a disk, which nodes would have to share
   */
  NodesSeen(Supplier<JdbcClient> sql, int expected, boolean disk) {
    this.sql = sql;
    this.expected = expected;
    this.disk = disk;
  }

  @Override
  public About about() {
    return new About(
        Line.SCL_4,
        "nodes-seen",
        "No more nodes run than are allowed for, and all can reach the pictures",
        "Counts the network addresses from which the service is connected to the database, and"
            + " compares them with CAMEO_NODES.");
  }

  @Override
  public Answer look() {
    List<String> addresses =
        sql.get()
            .sql(
                "select distinct coalesce(host(client_addr), 'this machine') from pg_stat_activity"
                    + " where application_name = 'cameo' and datname = current_database()"
                    + " order by 1")
            .query(String.class)
            .list();
    String seen =
        addresses.isEmpty()
            ? "No node is connected; CAMEO_NODES allows for " + expected + "."
            : "Connected from "
                + String.join(", ", addresses)
                + "; CAMEO_NODES allows for "
                + expected
                + ".";
    if (addresses.size() > expected) {
      return Answer.fail(seen, "Set CAMEO_NODES to the largest number that may run at once.");
    }
    if (disk && expected > 1) {
      return Answer.fail(
          seen + " Pictures are on disk, which is one machine's own.",
          "Set AWS_S3_BUCKET, or CAMEO_OBJECTS to a folder that all nodes share.");
    }
    return addresses.isEmpty()
        ? Answer.unknown(seen, "Start the service, then look again.")
        : Answer.unknown(
            seen + " Whether nodes are added by themselves is not seen from here.",
            "The files for Kubernetes and AWS that scale by themselves are part of a later release;"
                + " until then scale by CPU and by cameo_uploads_waiting.");
  }
}
