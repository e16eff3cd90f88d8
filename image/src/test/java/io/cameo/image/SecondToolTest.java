package io.cameo.image;

import static io.cameo.image.Pictures.direct;
import static io.cameo.image.Pictures.rendered;
import static io.cameo.image.Pictures.withMaster;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.sniff.OutputWalk;
import io.cameo.image.vips.Decoder;
import io.cameo.image.vips.Encoder;
import io.cameo.image.vips.VipsImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Pictures of every type, filled with every kind of metadata, come out with none: seen by ExifTool,
 * which shares no code with us or with libvips (M1, M5), and decoded again by the JDK (W3).
 */
class SecondToolTest {

  /** Stands in every tag that is planted. */
  private static final String WORD = "PLANTED-4711";

  /** What ExifTool says of itself and of files on this disk: nothing that a file holds. */
  private static final Set<String> NOT_OF_THE_PICTURE = Set.of("ExifTool", "System");

  /** What a picture needs to be shown, by the names that ExifTool has for it. */
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          "File",
          Set.of(
              "FileType",
              "FileTypeExtension",
              "MIMEType",
              "ImageWidth",
              "ImageHeight",
              "EncodingProcess",
              "BitsPerSample",
              "ColorComponents",
              "YCbCrSubSampling"),
          "Composite",
          Set.of("ImageSize", "Megapixels"),
          "JFIF",
          Set.of("JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"),
          "PNG",
          Set.of(
              "ImageWidth",
              "ImageHeight",
              "BitDepth",
              "ColorType",
              "Compression",
              "Filter",
              "Interlace"),
          "RIFF",
          Set.of(
              "ImageWidth",
              "ImageHeight",
              "VP8Version",
              "HorizontalScale",
              "VerticalScale",
              "WebP_Flags",
              "AlphaPreprocessing",
              "AlphaFiltering",
              "AlphaCompression"),
          "Meta",
          Set.of("PrimaryItemReference"),
          "QuickTime",
          Set.of(
              "MajorBrand",
              "MinorVersion",
              "CompatibleBrands",
              "HandlerType",
              "AV1ConfigurationVersion",
              "SeqProfile",
              "SeqLevelIdx0",
              "SeqTier0",
              "HighBitDepth",
              "TwelveBit",
              "ChromaFormat",
              "ChromaSamplePosition",
              "InitialDelaySamples",
              "ImageSpatialExtent",
              "ImagePixelDepth",
              "AuxiliaryImageType",
              "ColorProfiles",
              "ColorPrimaries",
              "TransferCharacteristics",
              "MatrixCoefficients",
              "VideoFullRangeFlag",
              "MediaDataSize",
              "MediaDataOffset",
              "MediaData"));

  private static final Pattern TAG = Pattern.compile("\\[([^\\]]+)\\]\\s+(\\S+)\\s*: (.*)");

  @TempDir private static Path folder;

  private static final Map<String, byte[]> MADE = new LinkedHashMap<>();
  private static Map<String, List<String>> seen = Map.of();
  private static int planted;

  /** A line of ExifTool's about a file. */
  private record Tag(String group, String name, String value) {}

  @BeforeAll
  static void renderWhatIsFullOfMetadata() throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    Path out = Files.createDirectories(folder.resolve("out"));
    for (Map.Entry<String, byte[]> file : EveryType.files().entrySet()) {
      Files.write(in.resolve(file.getKey()), file.getValue());
      planted++;
    }
    plant(in);
    for (String name : EveryType.files().keySet()) {
      byte[] picture = Files.readAllBytes(in.resolve(name));
      for (Rendition rendition : rendered(picture, withMaster(256, 128, 48)).renditions()) {
        MADE.put(name + "--" + rendition.name(), rendition.bytes());
      }
      everyEncoder(name, picture);
    }
    for (Map.Entry<String, byte[]> file : MADE.entrySet()) {
      Files.write(out.resolve(file.getKey()), file.getValue());
    }
    seen = read(in, out);
  }

  /** The picture as it was decoded, with all that hangs on it, through every encoder there is. */
  private static void everyEncoder(String name, byte[] picture) {
    ByteBuffer bytes = direct(picture);
    try (VipsImage opened =
            switch (name.substring(name.lastIndexOf('.') + 1)) {
              case "jpg" -> Decoder.jpeg(bytes, 1);
              case "png" -> Decoder.png(bytes);
              case "gif" -> Decoder.gif(bytes);
              case "webp" -> Decoder.webp(bytes, 1);
              default -> Decoder.avif(bytes);
            };
        VipsImage image = opened.toMemory()) {
      if (!image.isSrgb() || !image.hasBytes()) {
        return;
      }
      MADE.put(name + "--direct.png", Encoder.png(image));
      MADE.put(name + "--direct.webp", Encoder.webp(image, 80, 0));
      MADE.put(name + "--direct.avif", Encoder.avif(image, 60, 0));
      if (!image.hasAlpha()) {
        MADE.put(name + "--direct.jpg", Encoder.jpeg(image, 80, Encoder.Chroma.FULL, false));
      }
    }
  }

  /** Fills the files with metadata of every kind that their type has room for. */
  private static void plant(Path in) throws Exception {
    run(
        "-q",
        "-m",
        "-overwrite_original",
        "-EXIF:Artist=" + WORD,
        "-EXIF:SerialNumber=" + WORD,
        "-EXIF:DateTimeOriginal=2026:01:02 03:04:05",
        "-EXIF:UserComment=<?php " + WORD,
        "-GPS:GPSLatitude=59.9",
        "-GPS:GPSLatitudeRef=N",
        "-GPS:GPSAreaInformation=" + WORD,
        "-IPTC:Keywords=" + WORD,
        "-XMP-dc:Creator=" + WORD,
        "-XMP-photoshop:City=" + WORD,
        "-Comment=" + WORD,
        "-PNG:Author=" + WORD,
        "-PNG:ModifyDate=2026:01:02 03:04:05",
        in.toString());
  }

  private static Map<String, List<String>> read(Path in, Path out) throws Exception {
    String told = run("-m", "-s", "-G1", "-a", "-u", "-ee", in.toString(), out.toString());
    Map<String, List<String>> files = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (String line : told.split("\n")) {
      if (line.startsWith("======== ")) {
        lines = new ArrayList<>();
        files.put(Path.of(line.substring(9)).getFileName().toString(), lines);
      } else {
        lines.add(line);
      }
    }
    return files;
  }

  private static String run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("exiftool"));
    command.addAll(List.of(words));
    Path said = Files.createTempFile(folder, "exiftool", ".txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
    } catch (IOException notThere) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError("CI=true, and ExifTool is missing", notThere);
      }
      System.out.println("SKIPPED: ExifTool (Debian package libimage-exiftool-perl)");
      throw new TestAbortedException("no ExifTool");
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("ExifTool does not end");
    }
    return Files.readString(said, StandardCharsets.UTF_8);
  }

  private static List<Tag> tags(String file) {
    List<Tag> tags = new ArrayList<>();
    for (String line : seen.getOrDefault(file, List.of())) {
      Matcher tag = TAG.matcher(line);
      if (tag.matches()) {
        tags.add(new Tag(tag.group(1), tag.group(2), tag.group(3)));
      }
    }
    return tags;
  }

  @Test
  void m1TheToolSeesWhatWasPlantedInEveryPictureThatCameIn() {
    assertThat(planted).isGreaterThan(12);
    for (String name : EveryType.files().keySet()) {
      assertThat(tags(name)).as(name).anyMatch(tag -> tag.value().contains(WORD));
    }
    assertThat(tags("painted.jpg")).anyMatch(tag -> tag.group().equals("GPS"));
    assertThat(tags("painted.webp")).anyMatch(tag -> tag.group().equals("GPS"));
  }

  @Test
  void m1M5TheToolSeesNothingInWhatComesOutButWhatShowsThePicture() {
    assertThat(MADE).hasSizeGreaterThan(80);
    Set<String> types = new TreeSet<>();
    for (String name : MADE.keySet()) {
      List<Tag> tags = tags(name);
      assertThat(tags).as(name + ": " + seen.get(name)).hasSizeGreaterThan(5);
      types.add(name.substring(name.lastIndexOf('.')));
      assertThat(tags)
          .as(name)
          .allSatisfy(
              tag -> {
                assertThat(tag.value()).doesNotContain(WORD);
                assertThat(
                        NOT_OF_THE_PICTURE.contains(tag.group())
                            || NEEDED.getOrDefault(tag.group(), Set.of()).contains(tag.name()))
                    .as("%s", tag)
                    .isTrue();
              });
    }
    assertThat(types).containsExactly(".avif", ".jpg", ".png", ".webp");
  }

  @Test
  void w3EveryFileThatComesOutPassesOurWalkAndTheJdkDecodesEveryJpegAndPng() {
    int decoded = 0;
    for (Map.Entry<String, byte[]> file : MADE.entrySet()) {
      String name = file.getKey();
      String dimensions =
          tags(name).stream()
              .filter(tag -> tag.name().equals("ImageSize"))
              .map(Tag::value)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no size: " + name));
      int width = Integer.parseInt(dimensions.split("x")[0]);
      int height = Integer.parseInt(dimensions.split("x")[1]);
      ImageType type =
          switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "jpg" -> ImageType.JPEG;
            case "png" -> ImageType.PNG;
            case "webp" -> ImageType.WEBP;
            default -> ImageType.AVIF;
          };
      assertThat(OutputWalk.check(ByteBuffer.wrap(file.getValue()), type, width, height))
          .as(name)
          .isEmpty();
      if (type == ImageType.JPEG || type == ImageType.PNG) {
        assertThat(Pictures.pixels(file.getValue()).getWidth()).as(name).isEqualTo(width);
        assertThat(Pictures.pixels(file.getValue()).getHeight()).as(name).isEqualTo(height);
        decoded++;
      }
    }
    assertThat(decoded).isGreaterThan(50);
  }
}
