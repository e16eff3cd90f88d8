package io.cameo.image.sniff;

/**
 * How much structure a picture may have. Each number is far above what cameras and editors write
 * and far below what costs a decoder noticeable time or memory.
 */
final class Limits {
  private Limits() {}

  /**
   * Longest side in pixels of any type: the most that JPEG can say (ITU-T T.81 table B.2, 16 bits).
   */
  static final int SIDE = 65_535;

  /**
   * Scans of a JPEG (R3). Encoders write about 10; a scan costs a pass over every block whatever it
   * holds, and 2,800 scans over 49 megapixels took 15 s where 100 took 0.6 s.
   */
  static final int JPEG_SCANS = 100;

  /**
   * Marker segments of a JPEG, restart markers aside (R11). The most that a well-formed file needs
   * is 255 ICC segments, some 70 of extended XMP and a few tables for each scan.
   */
  static final int JPEG_SEGMENTS = 1_000;

  /** Fill bytes (0xFF before a marker) of a JPEG in total (R11); T.81 B.1.1.2 sets no bound. */
  static final int JPEG_FILL_BYTES = 65_536;

  /** Chunks of a PNG of any kind; small data chunks of 512 bytes still allow 32 MB. */
  static final int PNG_CHUNKS = 65_536;

  /** Ancillary chunks of a PNG (R10): libpng's PNG_USER_CHUNK_CACHE_MAX. */
  static final int PNG_ANCILLARY_CHUNKS = 1_000;

  /** Bytes of one ancillary chunk of a PNG (R10): libpng's PNG_USER_CHUNK_MALLOC_MAX. */
  static final int PNG_ANCILLARY_BYTES = 8_000_000;

  /**
   * Bytes of an EXIF block in PNG and WebP (R10). JPEG, where nearly all of them come from, cannot
   * hold more than 64 KiB.
   */
  static final int EXIF_BYTES = 1 << 20;

  /**
   * Compressed ancillary chunks (iCCP, zTXt, compressed iTXt) of a PNG (R10). libpng inflates each
   * to at most 8 MB, so this bounds the inflating.
   */
  static final int PNG_COMPRESSED_CHUNKS = 16;

  /**
   * Bytes of one compressed ancillary chunk of a PNG (R10): a profile for print has 0.5 to 2 MB.
   */
  static final int PNG_COMPRESSED_BYTES = 4 << 20;

  /** Frames of an animation (R6, R7), of which only the first is decoded: where libnsgif stops. */
  static final int FRAMES = 4_096;

  /** Extension blocks of a GIF (R6): one for each frame and as many comments again. */
  static final int GIF_EXTENSIONS = 2 * FRAMES + 256;

  /** Chunks of a WebP (R7): the frames and room for metadata. */
  static final int WEBP_CHUNKS = FRAMES + 256;

  /** Boxes at one level of an AVIF file (R8). */
  static final int AVIF_BOXES = 256;

  /** Items of an AVIF file (R8): 192 tiles of 512 pixels make 50 megapixels, with alpha 384. */
  static final int AVIF_ITEMS = 512;

  /**
   * Properties of an AVIF file; the association box can name no more than 127 in its usual form.
   */
  static final int AVIF_PROPERTIES = 1_024;

  /** Extents of all items of an AVIF file. */
  static final int AVIF_EXTENTS = 2_048;

  /** Targets of all item references of an AVIF file: a tile, its alpha and metadata for each. */
  static final int AVIF_REFERENCES = 2_048;

  /** Open bitstream units of one AV1 item; a still picture has 2 and at most one for each tile. */
  static final int AV1_UNITS = 4_200;

  /**
   * How many times the shown pixels all other AV1 pictures of a file may have together: tiles that
   * overhang, alpha, a gain map, a thumbnail (R8).
   */
  static final int AV1_PIXELS_FACTOR = 4;

  /** Pixels granted beside {@link #AV1_PIXELS_FACTOR}, so that tiny pictures may have tiles. */
  static final int AV1_PIXELS_GRANTED = 1 << 20;
}
