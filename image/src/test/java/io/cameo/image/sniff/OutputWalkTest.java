package io.cameo.image.sniff;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.ImageType;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputWalkTest {
  private static final byte[] TIFF = BytesOut.exif(true, 1);
  private static final int PNG_AFTER_HEADER = 33;
  private static final int WEBP_AFTER_RIFF = 12;

  private static Optional<String> check(ImageType type, byte[] file) {
    return OutputWalk.check(ByteBuffer.wrap(file), type, SmallPictures.WIDTH, SmallPictures.HEIGHT);
  }

  private static Map<byte[], ImageType> fine() {
    Map<byte[], ImageType> fine = new LinkedHashMap<>();
    fine.put(SmallPictures.jpeg(16, 12), ImageType.JPEG);
    fine.put(SmallPictures.grayJpeg(16, 12), ImageType.JPEG);
    fine.put(SmallPictures.progressiveJpeg(16, 12), ImageType.JPEG);
    fine.put(SmallPictures.png(16, 12, false), ImageType.PNG);
    fine.put(SmallPictures.opaquePng(BufferedImage.TYPE_BYTE_INDEXED), ImageType.PNG);
    fine.put(SmallPictures.webp(), ImageType.WEBP);
    fine.put(SmallPictures.webpWithAlpha(), ImageType.WEBP);
    fine.put(SmallPictures.losslessWebp(), ImageType.WEBP);
    fine.put(SmallPictures.avif(), ImageType.AVIF);
    fine.put(SmallPictures.avifWithAlpha(), ImageType.AVIF);
    return fine;
  }

  @Test
  void passesPlainPicturesOfAllFourTypes() {
    fine().forEach((file, type) -> assertThat(check(type, file)).as(type.toString()).isEmpty());
  }

  @Test
  void refusesAnotherTypeOrSize() {
    fine()
        .forEach(
            (file, type) -> {
              ByteBuffer bytes = ByteBuffer.wrap(file);
              for (ImageType other : ImageType.values()) {
                if (other != type) {
                  assertThat(OutputWalk.check(bytes, other, 16, 12)).isPresent();
                }
              }
              assertThat(OutputWalk.check(bytes, type, 17, 12)).isPresent();
              assertThat(OutputWalk.check(bytes, type, 16, 11)).isPresent();
              assertThat(OutputWalk.check(bytes, type, 12, 16)).isPresent();
            });
  }

  @Test
  void neverPassesAGif() {
    assertThat(check(ImageType.GIF, SmallPictures.gif())).isPresent();
  }

  @Test
  void refusesEveryTrailingByteP1M3() {
    fine()
        .forEach(
            (file, type) -> {
              for (int extra : new int[] {0x00, 0x3C, 0xFF}) {
                byte[] longer = BytesOut.start().bytes(file).u8(extra).done();
                assertThat(check(type, longer)).as(type.toString()).isPresent();
              }
            });
  }

  @Test
  void refusesEveryFileThatIsCut() {
    fine()
        .forEach(
            (file, type) -> {
              for (int length = 0; length < file.length; length++) {
                assertThat(check(type, Arrays.copyOf(file, length)))
                    .as("%s cut to %d", type, length)
                    .isPresent();
              }
            });
  }

  @Test
  void refusesEverySegmentOfAJpegThatIsNotPictureM1() {
    byte[] jpeg = SmallPictures.jpeg(16, 12);
    for (int marker = 0xE1; marker <= 0xFE; marker++) {
      byte[] segment = BytesOut.start().segment(marker, TIFF).done();
      assertThat(check(ImageType.JPEG, BytesOut.insert(jpeg, 2, segment)))
          .as("segment %X", marker)
          .isPresent();
    }
  }

  @Test
  void refusesJpegTablesWithSomethingBehindThem() {
    byte[] jpeg = SmallPictures.jpeg(16, 12);
    for (byte[] segment :
        new byte[][] {
          BytesOut.start().segment(0xDB, new byte[70]).done(),
          BytesOut.start().segment(0xC4, new byte[20]).done(),
          BytesOut.start().segment(0xDD, new byte[4]).done(),
          BytesOut.start()
              .segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\1\1abc".getBytes(StandardCharsets.ISO_8859_1))
              .done(),
          {0},
          {(byte) 0xFF},
          {(byte) 0xFF, (byte) 0xD0}
        }) {
      assertThat(check(ImageType.JPEG, BytesOut.insert(jpeg, 2, segment))).isPresent();
    }
    byte[] table = BytesOut.start().segment(0xDB, new byte[65]).done();
    assertThat(check(ImageType.JPEG, BytesOut.insert(jpeg, 2, table))).isEmpty();
  }

  @Test
  void refusesRestartsWithoutAnInterval() {
    byte[] jpeg = SmallPictures.jpeg(16, 12);
    byte[] restart = {(byte) 0xFF, (byte) 0xD0};
    byte[] interval = BytesOut.start().segment(0xDD, (byte) 0, (byte) 1).done();
    byte[] with = BytesOut.insert(jpeg, jpeg.length - 2, restart);
    assertThat(check(ImageType.JPEG, with)).isPresent();
    assertThat(check(ImageType.JPEG, BytesOut.insert(with, 2, interval))).isEmpty();
  }

  @Test
  void refusesEveryChunkOfAPngThatIsNotPictureM1() {
    byte[] png = SmallPictures.png(16, 12, false);
    for (String name :
        new String[] {
          "tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "tIME", "pHYs", "gAMA", "sRGB", "cHRM", "bKGD",
          "acTL", "prVt"
        }) {
      byte[] chunk = BytesOut.start().chunk(name, TIFF).done();
      assertThat(check(ImageType.PNG, BytesOut.insert(png, PNG_AFTER_HEADER, chunk)))
          .hasValueSatisfying(rule -> assertThat(rule).contains(name));
    }
  }

  @Test
  void refusesPngChunksOutOfOrderOrWithAWrongChecksum() {
    byte[] png = SmallPictures.png(16, 12, false);
    byte[] afterPixels = BytesOut.start().chunk("tRNS", new byte[2]).done();
    assertThat(check(ImageType.PNG, BytesOut.insert(png, png.length - 12, afterPixels)))
        .isPresent();
    byte[] fullEnd = BytesOut.start().chunk("IEND", TIFF).done();
    assertThat(
            check(
                ImageType.PNG,
                BytesOut.start().bytes(Arrays.copyOf(png, png.length - 12)).bytes(fullEnd).done()))
        .isPresent();
    png[png.length - 1] ^= 1;
    assertThat(check(ImageType.PNG, png)).isPresent();
  }

  @Test
  void refusesEveryChunkOfAWebpThatIsNotPictureF1() {
    byte[] simple = SmallPictures.webp();
    byte[] picture = Arrays.copyOfRange(simple, WEBP_AFTER_RIFF, simple.length);
    byte[] alpha = SmallPictures.webpWithAlpha();
    byte[] extended = Arrays.copyOfRange(alpha, WEBP_AFTER_RIFF, alpha.length);
    for (String name : new String[] {"EXIF", "XMP ", "ICCP", "ANIM", "JUNK", "VP8 ", "VP8L"}) {
      byte[] chunk = BytesOut.start().riffChunk(name, TIFF).done();
      byte[] behind = BytesOut.webp(BytesOut.start().bytes(picture).bytes(chunk).done());
      assertThat(check(ImageType.WEBP, behind)).as(name).isPresent();
      byte[] end = BytesOut.webp(BytesOut.start().bytes(extended).bytes(chunk).done());
      assertThat(check(ImageType.WEBP, end)).as(name).isPresent();
    }
    for (int flag : new int[] {0x20, 0x08, 0x04, 0x02, 0x01, 0x40}) {
      byte[] flagged = alpha.clone();
      flagged[20] |= (byte) flag;
      assertThat(check(ImageType.WEBP, flagged)).as("flag %X", flag).isPresent();
    }
  }

  @Test
  void refusesEveryItemOfAnAvifThatIsNotPictureF1() {
    assertThat(check(ImageType.AVIF, new AvifFile().picture(16, 12).done())).isEmpty();
    assertThat(
            check(ImageType.AVIF, new AvifFile().picture(16, 12).item("Exif", 1, 1, TIFF).done()))
        .hasValueSatisfying(rule -> assertThat(rule).contains("Exif"));
    assertThat(
            check(ImageType.AVIF, new AvifFile().picture(16, 12).item("mime", 1, 1, TIFF).done()))
        .isPresent();
    assertThat(check(ImageType.AVIF, new AvifFile().picture(16, 12).picture(16, 12).done()))
        .isPresent();
    byte[] free = BytesOut.start().box("free", TIFF).done();
    assertThat(check(ImageType.AVIF, new AvifFile().afterFtyp(free).picture(16, 12).done()))
        .isPresent();
  }

  @Test
  void refusesBytesHiddenInTheIndexOfAnAvif() {
    byte[] named = SmallPictures.avif();
    int pict = new String(named, StandardCharsets.ISO_8859_1).indexOf("pict");
    named[pict + 5] = 'x';
    assertThat(check(ImageType.AVIF, named))
        .hasValueSatisfying(rule -> assertThat(rule).contains("hdlr"));
    byte[] longer = BytesOut.start().u16(2).u16(1).u16(1).text("hidden").done();
    assertThat(
            check(ImageType.AVIF, new AvifFile().picture(16, 12).references("auxl", longer).done()))
        .hasValueSatisfying(rule -> assertThat(rule).contains("mean nothing"));
  }

  @Test
  void refusesAColourProfileInAnAvif() {
    byte[] avif = SmallPictures.avif();
    int pixi = new String(avif, StandardCharsets.ISO_8859_1).indexOf("pixi");
    System.arraycopy("colrprof".getBytes(StandardCharsets.ISO_8859_1), 0, avif, pixi, 8);
    assertThat(check(ImageType.AVIF, avif))
        .hasValueSatisfying(rule -> assertThat(rule).contains("colr"));
  }

  @Test
  void refusesMediaDataThatBelongsToNoItem() {
    byte[] avif = SmallPictures.avif();
    int mdat = new String(avif, StandardCharsets.ISO_8859_1).indexOf("mdat");
    byte[] hidden = BytesOut.start().bytes(avif).text("hidden").done();
    hidden[mdat - 1] += 6;
    assertThat(check(ImageType.AVIF, hidden))
        .hasValueSatisfying(rule -> assertThat(rule).contains("belongs to no item"));
  }
}
