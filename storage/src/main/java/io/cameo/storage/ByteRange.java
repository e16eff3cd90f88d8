package io.cameo.storage;

/** A part of an object, asked for before its size is known; the three forms of RFC 9110, 14.1.2. */
public sealed interface ByteRange {

  /** From {@code first} to {@code last}, both included; an end behind the object is cut. */
  record FromTo(long first, long last) implements ByteRange {
    public FromTo {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("not a range: " + first + "-" + last);
      }
    }
  }

  /** From {@code first} to the end. */
  record From(long first) implements ByteRange {
    public From {
      if (first < 0) {
        throw new IllegalArgumentException("not a range: " + first + "-");
      }
    }
  }

  /** The last {@code length} bytes, or all if there are fewer. */
  record Suffix(long length) implements ByteRange {
    public Suffix {
      if (length < 0) {
        throw new IllegalArgumentException("not a range: -" + length);
      }
    }
  }

  /**
   * Which bytes this means in an object of {@code size} bytes.
   *
   * @throws RangeNotSatisfiableException if it means none
   */
  default ByteSlice of(long size) {
    ByteSlice slice =
        switch (this) {
          case FromTo(long first, long last) ->
              new ByteSlice(
                  Math.min(first, size), Math.max(0, Math.min(last, size - 1) - first + 1));
          case From(long first) -> new ByteSlice(Math.min(first, size), Math.max(0, size - first));
          case Suffix(long length) ->
              new ByteSlice(Math.max(0, size - length), Math.min(length, size));
        };
    if (slice.length() == 0) {
      throw new RangeNotSatisfiableException(this, size);
    }
    return slice;
  }
}
