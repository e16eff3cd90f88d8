package io.cameo.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The program as the next release might be: the same code under another version, with two steps of
 * the schema more.
 *
 * @param jar with the libraries of this release
 */
record NextRelease(Path jar) implements ProgramForm {

  static final String VERSION = "0.2.0";

  private static final String STEPS =
      """
      --liquibase formatted sql

      --changeset cameo:900-things
      create table thing_of_the_next_release (id bigint primary key);
      --rollback drop table thing_of_the_next_release;

      --changeset cameo:900-column
      alter table version add column of_the_next_release text;
      --rollback alter table version drop column of_the_next_release;
      """;

  /** Makes it in a folder of its own. */
  static NextRelease in(Path folder) throws IOException {
    List<String> command = PackagedForm.UNPACKED.command();
    Path present = Path.of(command.getLast());
    Path jar = Files.copy(present, folder.resolve(present.getFileName()));
    try (FileSystem inside =
        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      rename(inside.getPath("META-INF/MANIFEST.MF"), present.resolveSibling("lib"));
      Files.writeString(inside.getPath("db/changelog/900-next.sql"), STEPS);
      Path changelog = inside.getPath("db/changelog.yaml");
      Files.writeString(
          changelog,
          Files.readString(changelog)
              + """
                - include: { file: changelog/900-next.sql, relativeToChangelogFile: true }
                - changeSet:
                    id: release-0.2.0
                    author: cameo
                    changes:
                      - tagDatabase: { tag: 0.2.0 }
              """);
    }
    return new NextRelease(jar);
  }

  private static void rename(Path file, Path libraries) throws IOException {
    Manifest manifest;
    try (InputStream bytes = Files.newInputStream(file)) {
      manifest = new Manifest(bytes);
    }
    Attributes all = manifest.getMainAttributes();
    all.put(Attributes.Name.IMPLEMENTATION_VERSION, VERSION);
    all.put(
        Attributes.Name.CLASS_PATH,
        all.getValue(Attributes.Name.CLASS_PATH).replace("lib/", libraries.toUri().toString()));
    try (OutputStream bytes = Files.newOutputStream(file)) {
      manifest.write(bytes);
    }
  }

  @Override
  public List<String> command() {
    return List.of("-jar", jar.toString());
  }
}
