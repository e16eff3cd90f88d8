package io.cameo.service.backup.archive;

import io.cameo.storage.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * A small file that proves itself: its first line names its kind, its form and the digest and
 * length of the rest, so that a cut or changed one is told from a whole one without any other file.
 */
final class ArchiveDocument {

  /** The form that this release writes, and the newest that it reads. */
  static final int FORM = 1;

  private static final int SHOWN = 60;

  private ArchiveDocument() {}

  static byte[] seal(String kind, byte[] body) {
    byte[] head =
        (firstLine(kind, FORM, Sha256.of(body), body.length) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] file = new byte[head.length + body.length];
    System.arraycopy(head, 0, file, 0, head.length);
    System.arraycopy(body, 0, file, head.length, body.length);
    return file;
  }

  private static String firstLine(String kind, int form, String sha256, int length) {
    return "cameo-%s %d sha256=%s length=%d".formatted(kind, form, sha256, length);
  }

  /**
   * The body of a sealed file.
   *
   * @throws DamagedArchiveException if it is not whole
   * @throws ArchiveException if a newer release wrote it
   */
  static byte[] open(String kind, String name, byte[] file) {
    int end = 0;
    while (end < file.length && file[end] != '\n') {
      end++;
    }
    String head = new String(file, 0, end, StandardCharsets.ISO_8859_1);
    String[] words = head.split(" ", -1);
    if (end == file.length || words.length != 4 || !words[0].equals("cameo-" + kind)) {
      throw new DamagedArchiveException(
          name,
          "a first line that begins with \"cameo-" + kind + "\"",
          file.length == 0 ? "an empty file" : "\"" + printable(head) + "\"");
    }
    byte[] body = java.util.Arrays.copyOfRange(file, end + 1, file.length);
    String found = firstLine(kind, FORM, Sha256.of(body), body.length);
    if (!words[1].equals(Integer.toString(FORM)) && words[1].matches("[1-9][0-9]{0,3}")) {
      throw new ArchiveException(
          "The file "
              + name
              + " of the archive has form "
              + words[1]
              + ", which a newer release wrote. Use that release.");
    }
    if (!head.equals(found)) {
      throw new DamagedArchiveException(
          name,
          words[2] + " " + words[3] + " as its first line says",
          found.substring(found.indexOf("sha256=")));
    }
    return body;
  }

  private static String printable(String text) {
    String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return cut.replaceAll("[^ -~]", "?");
  }
}
