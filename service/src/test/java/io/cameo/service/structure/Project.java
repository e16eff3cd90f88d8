package io.cameo.service.structure;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The project as the gates see it: its main classes, and its files. */
final class Project {

  private static final Set<String> NOT_OURS =
      Set.of("target", "node_modules", ".git", "data", "dist", ".idea", ".vscode");

  private Project() {}

  /** Read when they are first asked for: it takes seconds, and many gates look at files alone. */
  private static final class Classes {
    static final JavaClasses ALL =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.cameo.image", "io.cameo.storage", "io.cameo.service");
  }

  /** Main classes of image, storage and service. */
  static JavaClasses classes() {
    return Classes.ALL;
  }

  /** The project's root folder; tests run in the folder of their module. */
  static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  /** The project's own files with this property, by their path from the root. */
  static List<Path> files(Predicate<String> wanted) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
              return NOT_OURS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
              if (wanted.test(root().relativize(file).toString())) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return found;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
