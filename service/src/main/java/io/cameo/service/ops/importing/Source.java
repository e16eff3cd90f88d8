package io.cameo.service.ops.importing;

import io.cameo.service.upload.PictureIntake;
import java.io.IOException;
import java.util.function.Consumer;

/** Where the pictures of an import come from. */
interface Source extends AutoCloseable {

  /**
   * One picture for one subject.
   *
   * @param place for the operator: a file's name, a line, a key
   * @param locator what tells it from the subject's other pictures
   */
  record Item(String place, String subject, String locator, PictureIntake.Picture picture) {}

  /** What the same words name again; decides whether an import that was killed goes on. */
  String identity();

  /** Hands over all of it, in no order that matters. */
  void each(Consumer<Item> take) throws IOException;

  @Override
  default void close() throws IOException {}

  /** There is no picture at the place, which is no fault of it. */
  final class AbsentException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The subject that a file's or an object's name stands for. */
  static String subject(String fileName) {
    return fileName.replaceFirst("(?i)\\.(jpe?g|png|gif|webp|avif|svg)$", "");
  }
}
