package io.cameo.service.fallback.glyphs;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * How letters with marks are set: consonants with vowel signs and conjuncts of the Indic scripts,
 * letters with accents that have no character of their own. A shaper wrote it down for the very
 * fonts of the jar (in the tests, {@code ClusterTableMaker}); so no shaper is needed here.
 */
final class Clusters {

  /**
   * A glyph of a cluster and where it stands, in the font's units, y upwards.
   *
   * @param glyph its number in the font
   */
  record Placed(int glyph, int x, int y) {}

  /**
   * A cluster as it is set.
   *
   * @param width how far the pen moves on
   */
  record Setting(List<Placed> glyphs, int width) {}

  private static final int BYTES_OF_GLYPH = 6;

  private static final Clusters TABLE = new Clusters();

  private final ByteBuffer table;
  private final int[] starts;

  private Clusters() {
    try (InputStream packed = Clusters.class.getResourceAsStream("clusters.bin.gz")) {
      if (packed == null) {
        throw new IllegalStateException("the program was built without its table of clusters");
      }
      try (DataInputStream file = new DataInputStream(new GZIPInputStream(packed))) {
        this.starts = new int[file.readInt()];
        this.table = ByteBuffer.wrap(file.readAllBytes());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = at;
      at += 1 + 2 * table.get(at);
      at += 1 + BYTES_OF_GLYPH * table.get(at) + 2;
    }
  }

  /** The setting of exactly this cluster. */
  static Optional<Setting> find(String cluster) {
    return TABLE.search(cluster);
  }

  private Optional<Setting> search(String cluster) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = cluster.compareTo(key(starts[middle]));
      if (order == 0) {
        return Optional.of(setting(starts[middle] + 1 + 2 * cluster.length()));
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return Optional.empty();
  }

  private String key(int at) {
    char[] key = new char[table.get(at)];
    for (int i = 0; i < key.length; i++) {
      key[i] = table.getChar(at + 1 + 2 * i);
    }
    return new String(key);
  }

  private Setting setting(int at) {
    int count = table.get(at);
    List<Placed> glyphs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = at + 1 + BYTES_OF_GLYPH * i;
      glyphs.add(
          new Placed(table.getChar(from), table.getShort(from + 2), table.getShort(from + 4)));
    }
    return new Setting(glyphs, table.getShort(at + 1 + BYTES_OF_GLYPH * count));
  }
}
