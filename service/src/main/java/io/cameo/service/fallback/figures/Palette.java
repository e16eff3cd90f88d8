package io.cameo.service.fallback.figures;

/**
 * Colours that go together: 24 hues evenly round the circle, each in five tones that are as light
 * as those of every other hue (OKLCH, lightness 0.935, 0.84, 0.70, 0.46 and 0.27).
 */
public final class Palette {

  /** How many hues there are. */
  public static final int HUES = 24;

  private static final int WHITE = 0xffffff;

  private static final int[][] TONES = {
    {0xffe1e4, 0xfeb3bb, 0xe57888, 0x8c3847, 0x391d20},
    {0xfee2de, 0xffb5ac, 0xe67b70, 0x8d3a33, 0x3a1d1a},
    {0xfee3d9, 0xfeb89c, 0xe37f58, 0x8b3e1d, 0x391f14},
    {0xfde4d3, 0xf8bc91, 0xdc8640, 0x854501, 0x37200f},
    {0xf9e6d1, 0xefc189, 0xd18f2b, 0x794d00, 0x34230b},
    {0xf4e9d0, 0xe4c785, 0xc29820, 0x6e5403, 0x302509},
    {0xeeebd0, 0xd6cd88, 0xb0a127, 0x635900, 0x2b270a},
    {0xe7edd3, 0xc6d38f, 0x99a93a, 0x545f02, 0x25290e},
    {0xe1efd7, 0xb5d79a, 0x7eb052, 0x3f6515, 0x1e2b13},
    {0xdbf0dc, 0xa4dba9, 0x5fb56b, 0x20692f, 0x172c19},
    {0xd6f1e2, 0x94ddb9, 0x38b884, 0x006946, 0x0e2d20},
    {0xd2f2e9, 0x87dec9, 0x07b89d, 0x016757, 0x062d26},
    {0xd0f1ef, 0x7fdeda, 0x0ab5b1, 0x006663, 0x022d2c},
    {0xd0f1f5, 0x7fdce8, 0x09b3c4, 0x00646e, 0x022c32},
    {0xd1effb, 0x85d8f5, 0x03afd7, 0x00627a, 0x062b36},
    {0xd5eefe, 0x91d4fe, 0x35aae7, 0x005f89, 0x0d293a},
    {0xdbebfe, 0xa5cffe, 0x5ba2ef, 0x1e5a96, 0x15283c},
    {0xe1eafe, 0xb4cafe, 0x799af2, 0x3b5398, 0x1c263d},
    {0xe6e8fe, 0xc2c5fe, 0x9292f0, 0x4f4d96, 0x23233c},
    {0xebe5ff, 0xd0bfff, 0xa88be8, 0x604890, 0x29223a},
    {0xf1e3fb, 0xdebaf6, 0xba84db, 0x6d4286, 0x2e2036},
    {0xf7e2f6, 0xeab6e9, 0xca7fca, 0x793e79, 0x321e32},
    {0xfbe1f0, 0xf4b4db, 0xd77bb6, 0x823a6a, 0x351d2d},
    {0xfee0ea, 0xfbb2cb, 0xe078a0, 0x883859, 0x381d27},
  };

  private Palette() {}

  static int pale(int hue) {
    return tone(hue, 0);
  }

  static int light(int hue) {
    return tone(hue, 1);
  }

  static int mid(int hue) {
    return tone(hue, 2);
  }

  static int deep(int hue) {
    return tone(hue, 3);
  }

  static int night(int hue) {
    return tone(hue, 4);
  }

  private static int tone(int hue, int tone) {
    return TONES[Math.floorMod(hue, HUES)][tone];
  }

  /** What is behind a figure. */
  static int backdrop(int hue, boolean dark) {
    return dark ? night(hue) : pale(hue);
  }

  /** What is behind letters, and the plain colour of a seed. */
  public static int ground(int hue, boolean dark) {
    return dark ? night(hue) : deep(hue);
  }

  /** Letters on that ground. */
  public static int ink(int hue, boolean dark) {
    return dark ? light(hue) : WHITE;
  }
}
