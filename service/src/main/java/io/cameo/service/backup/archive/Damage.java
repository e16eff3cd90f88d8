package io.cameo.service.backup.archive;

/**
 * A file of an archive that is not what was written.
 *
 * @param file its name in the archive
 */
public record Damage(String file, String expected, String found) {

  @Override
  public String toString() {
    return file + ": expected " + expected + ", found " + found;
  }
}
