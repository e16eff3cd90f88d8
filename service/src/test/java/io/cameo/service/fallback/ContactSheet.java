package io.cameo.service.fallback;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Writes docs/operations/fallback.png: each style in a row, on light and on dark, large and small.
 */
final class ContactSheet {

  private static final int SIDE = 72;
  private static final int GAP = 6;
  private static final int COLUMNS = 14;

  /** Of these columns the last ones are for dark pages, and the very last small. */
  private static final int LIGHT = 8;

  private static final int LARGE = 12;

  private static final List<String> NAMES =
      List.of(
          "Ann Lee",
          "Øyvind Åse",
          "Иван Йовков",
          "محمد علي",
          "राहुल गांधी",
          "김철수",
          "山田 太郎",
          "Ẹ̀bùn Ọlá",
          "გიორგი ბერიძე",
          "דוד כהן",
          "தமிழ்",
          "เกียรติ แสง",
          "Άννα Παπά",
          "John Doe");

  private ContactSheet() {}

  public static void main(String[] arguments) throws IOException {
    FallbackStyle[] styles = FallbackStyle.values();
    int step = SIDE + GAP;
    BufferedImage sheet =
        new BufferedImage(
            COLUMNS * step + GAP, styles.length * step + GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D paper = sheet.createGraphics();
    paper.setColor(Color.WHITE);
    paper.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    paper.setColor(new Color(0x15171a));
    paper.fillRect(LIGHT * step + GAP / 2, 0, (LARGE - LIGHT) * step, sheet.getHeight());
    FallbackAvatars avatars = new FallbackAvatars(FallbackStyle.SILHOUETTE);
    for (int row = 0; row < styles.length; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        FallbackRequest wanted =
            FallbackRequest.of(styles[row], "subject-" + column)
                .named(NAMES.get(column))
                .sized(column < LARGE ? SIDE : SIDE / 2 - 4)
                .onDark(column >= LIGHT && column < LARGE);
        byte[] file = avatars.draw(wanted).bytes();
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
        paper.drawImage(picture, column * step + GAP, row * step + GAP, null);
      }
    }
    ImageIO.write(sheet, "png", Path.of(arguments[0]).toFile());
  }
}
