package io.cameo.service.backup.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a snapshot holds. Its file is written last and proves itself; everything else is proven by
 * it.
 *
 * @param id name of the snapshot
 * @param taken when, by whom and of what
 * @param schema the changesets that had made the schema, in their order
 * @param tables one file a table
 * @param sequences where the sequences stood
 * @param objects the objects that belong to the snapshot
 * @param disagreements what was wrong with the catalogue itself at that moment
 */
public record Manifest(
    String id,
    Taken taken,
    List<Changeset> schema,
    List<Table> tables,
    List<Sequence> sequences,
    Objects objects,
    List<String> disagreements) {

  /** Whether a restore of it gives a whole system. */
  public boolean complete() {
    return objects.faults() == 0 && disagreements.isEmpty();
  }

  /** The file of a table. */
  public Optional<Table> table(String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /**
   * @param at the moment that the snapshot shows, by the database's clock
   * @param finished when the manifest was written, by the database's clock
   * @param tool version of this program
   * @param database version of the database server
   */
  public record Taken(Instant at, Instant finished, String tool, String database) {}

  /** One step of the schema: the changelog it stands in, and its name there. */
  public record Changeset(String file, String id) {}

  /**
   * @param columns in the order of the file, whose first line names them too
   */
  public record Table(String name, long rows, List<String> columns, FileEntry file) {}

  /**
   * @param last the highest number that was given out; 0 when none was
   */
  public record Sequence(String name, long last) {}

  /**
   * @param list the file that names every object with its length and digest
   * @param count how many it names
   * @param bytes their length together
   * @param missing the file that names those that could not be copied, and why
   * @param gone how many of them were deleted rightly while the backup ran
   * @param faults how many of them should have been there
   */
  public record Objects(
      FileEntry list, long count, long bytes, FileEntry missing, long gone, long faults) {}
}
