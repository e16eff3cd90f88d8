package io.cameo.service.fallback.file;

/**
 * The entropy coding of a baseline JPEG. One pair of code tables, made for flat drawings, serves
 * all components.
 */
final class JpegCodes {

  /** How many codes there are of each length from 1 to 16 bits: for means and for the rest. */
  private static final int[] MEANS = {0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0};

  private static final int[] OTHERS = {0, 1, 2, 2, 4, 4, 8, 8, 16, 16, 40, 61, 0, 0, 0, 0};

  private static final int LARGEST_OF_MEANS = 11;
  private static final int LARGEST_OF_OTHERS = 10;
  private static final int LONGEST_RUN = 15;

  /** The block has nothing more; sixteen zeros. */
  private static final int END = 0x00;

  private static final int SIXTEEN = 0xf0;

  private static final int[] MEAN_SYMBOLS = meanSymbols();
  private static final int[] OTHER_SYMBOLS = otherSymbols();
  private static final int[] MEAN_CODES = codes(MEANS, MEAN_SYMBOLS);
  private static final int[] OTHER_CODES = codes(OTHERS, OTHER_SYMBOLS);

  private final Bytes out = new Bytes();
  private long pending;
  private int pendingBits;

  private static int[] meanSymbols() {
    int[] symbols = new int[LARGEST_OF_MEANS + 1];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = i;
    }
    return symbols;
  }

  /** The end, then pairs of a run of zeros and a size: short runs of small ones first. */
  private static int[] otherSymbols() {
    int[] symbols = new int[2 + (LONGEST_RUN + 1) * LARGEST_OF_OTHERS];
    int at = 0;
    symbols[at++] = END;
    for (int sum = 1; sum <= LONGEST_RUN + LARGEST_OF_OTHERS; sum++) {
      for (int size = 1; size <= LARGEST_OF_OTHERS; size++) {
        int run = sum - size;
        if (run >= 0 && run <= LONGEST_RUN) {
          symbols[at++] = run << 4 | size;
        }
      }
    }
    symbols[at] = SIXTEEN;
    return symbols;
  }

  /** Each symbol's code below its length in bits. */
  private static int[] codes(int[] counts, int[] symbols) {
    int[] codes = new int[256];
    int code = 0;
    int at = 0;
    for (int bits = 1; bits <= counts.length; bits++) {
      for (int i = 0; i < counts[bits - 1]; i++) {
        codes[symbols[at++]] = bits << 16 | code++;
      }
      code <<= 1;
    }
    return codes;
  }

  static void tables(Bytes file) {
    table(file, 0x00, MEANS, MEAN_SYMBOLS);
    table(file, 0x10, OTHERS, OTHER_SYMBOLS);
  }

  private static void table(Bytes file, int number, int[] counts, int[] symbols) {
    JpegFile.segment(file, 0xc4, 2 + 1 + counts.length + symbols.length);
    file.add(number);
    for (int count : counts) {
      file.add(count);
    }
    for (int symbol : symbols) {
      file.add(symbol);
    }
  }

  /**
   * @param coefficients quantised, in the order of the file
   * @param before the mean of the component's block before
   */
  void block(int[] coefficients, int before) {
    int step = coefficients[0] - before;
    put(MEAN_CODES[size(step)]);
    value(step);
    int zeros = 0;
    for (int i = 1; i < coefficients.length; i++) {
      int value = coefficients[i];
      if (value == 0) {
        zeros++;
        continue;
      }
      for (; zeros > LONGEST_RUN; zeros -= LONGEST_RUN + 1) {
        put(OTHER_CODES[SIXTEEN]);
      }
      put(OTHER_CODES[zeros << 4 | size(value)]);
      value(value);
      zeros = 0;
    }
    if (zeros > 0) {
      put(OTHER_CODES[END]);
    }
  }

  private static int size(int value) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.abs(value));
  }

  /** A value in as many bits as its size has; a negative one as its distance from the lowest. */
  private void value(int value) {
    int bits = size(value);
    put(bits << 16 | (value < 0 ? value + (1 << bits) - 1 : value));
  }

  /** Writes bits, their number above them. A byte of ones is followed by one of zeros. */
  private void put(int lengthAndBits) {
    int bits = lengthAndBits >> 16;
    pending = pending << bits | (lengthAndBits & 0xffff);
    pendingBits += bits;
    while (pendingBits >= 8) {
      int next = (int) (pending >> (pendingBits - 8)) & 0xff;
      out.add(next);
      if (next == 0xff) {
        out.add(0);
      }
      pendingBits -= 8;
    }
  }

  /** All that was written, filled up with ones. */
  byte[] toBytes() {
    if (pendingBits > 0) {
      put((8 - pendingBits) << 16 | (1 << (8 - pendingBits)) - 1);
    }
    return out.toBytes();
  }
}
