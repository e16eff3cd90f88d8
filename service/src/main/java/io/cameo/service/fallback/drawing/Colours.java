package io.cameo.service.fallback.drawing;

import java.util.Arrays;

/**
 * The palette of a picture in the making. When it is full, a new colour is shown by the nearest one
 * there is: edges only, of a picture with very many colours.
 */
final class Colours {

  /** The colour of a pixel that shows what is behind the picture. */
  static final int CLEAR = -1;

  private static final int MOST = 256;
  private static final int SLOTS = 1024;

  private final int[] colours = new int[MOST];
  private final int[] slotColour = new int[SLOTS];
  private final int[] slotIndex = new int[SLOTS];
  private int count;

  Colours(boolean clear) {
    Arrays.fill(slotIndex, -1);
    if (clear) {
      find(CLEAR);
    }
  }

  int[] palette() {
    int[] palette = Arrays.copyOf(colours, count);
    if (palette[0] == CLEAR) {
      palette[0] = 0xffffff;
    }
    return palette;
  }

  void index(int[] pixels, int length, byte[] index, int at) {
    int lastColour = pixels[0];
    byte last = (byte) find(lastColour);
    for (int i = 0; i < length; i++) {
      if (pixels[i] != lastColour) {
        lastColour = pixels[i];
        last = (byte) find(lastColour);
      }
      index[at + i] = last;
    }
  }

  private int find(int rgb) {
    int slot = ((rgb * 0x9E3779B9) >>> 22) % SLOTS;
    while (slotIndex[slot] >= 0 && slotColour[slot] != rgb) {
      slot = (slot + 1) % SLOTS;
    }
    if (slotIndex[slot] >= 0) {
      return slotIndex[slot];
    }
    if (count == MOST) {
      return nearest(rgb);
    }
    slotColour[slot] = rgb;
    slotIndex[slot] = count;
    colours[count] = rgb;
    return count++;
  }

  private int nearest(int rgb) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      int distance = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int difference = (rgb >> shift & 0xff) - (colours[i] >> shift & 0xff);
        distance += difference * difference;
      }
      if (distance < least && colours[i] != CLEAR) {
        best = i;
        least = distance;
      }
    }
    return best;
  }
}
