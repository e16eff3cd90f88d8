package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a caller says a picture is, against what it is: the bytes decide, and whoever names a type
 * must name theirs (P10).
 */
@ExtendWith(Running.class)
class DeclaredTypeTest {

  private final Api api;
  private final Program program;

  DeclaredTypeTest(Api api, Program program) {
    this.api = api;
    this.program = program;
  }

  /** What a header says, and the type that it means; empty where it leaves the type open. */
  private static final Map<String, String> SAID = new LinkedHashMap<>();

  static {
    for (String type : new String[] {"jpeg", "png", "gif", "webp", "avif"}) {
      SAID.put("image/" + type, "image/" + type);
    }
    SAID.put("image/jpg", "image/jpeg");
    SAID.put("image/pjpeg", "image/jpeg");
    SAID.put("IMAGE/PNG", "image/png");
    SAID.put("image/jpeg; charset=utf-8", "image/jpeg");
    SAID.put("image/webp;q=\"a;b\"", "image/webp");
    SAID.put("application/octet-stream", "");
    SAID.put("image/*", "");
    for (String never :
        new String[] {
          "image/svg+xml",
          "image/tiff",
          "text/html",
          "application/pdf",
          "image/jpeg, image/png",
          "jpeg",
          "image",
          "*/*"
        }) {
      SAID.put(never, "none of ours");
    }
  }

  private static Map<String, byte[]> pictures() {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    pictures.put("image/jpeg", Pictures.jpeg(Pictures.quarters(60, 50)));
    pictures.put("image/png", Pictures.png(Pictures.quarters(60, 50)));
    pictures.put("image/gif", Pictures.gifOfTwoFrames());
    pictures.put("image/webp", Pictures.prepared("quarters.webp"));
    pictures.put("image/avif", Pictures.prepared("quarters.avif"));
    return pictures;
  }

  static Stream<Arguments> everySaidTypeAndEveryPicture() {
    return SAID.entrySet().stream()
        .flatMap(
            said ->
                pictures().entrySet().stream()
                    .map(
                        picture ->
                            Arguments.of(
                                said.getKey(),
                                picture.getKey(),
                                said.getValue().isEmpty()
                                    || said.getValue().equals(picture.getKey()),
                                picture.getValue())));
  }

  @ParameterizedTest(name = "{0} with the bytes of {1}: taken is {2}")
  @MethodSource("everySaidTypeAndEveryPicture")
  void p10TheBytesDecideAndANameThatIsNotTheirsIsRefused(
      String said, String is, boolean taken, byte[] picture) {
    String raw = Api.subject();
    String form = Api.subject();

    expect(api.upload(raw, picture, "Content-Type", said), taken, is);
    for (String ending : new String[] {"jpg", "png", "svg", "php"}) {
      String name = Api.PLANTED_FILE_NAME + "." + ending;
      expect(api.uploadForm(form, new Api.Part("file", name, said, picture)), taken, is);
    }
    for (String subject : new String[] {raw, form}) {
      Api.Answer shown = api.as("").get("/u/" + subject + ".jpg");
      assertThat(shown.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(Pictures.typeOf(shown.body())).isEqualTo("image/jpeg");
    }
  }

  private static void expect(Api.Answer answer, boolean taken, String is) {
    if (taken) {
      assertThat(answer.status()).as(answer.text()).isIn(200, 201);
      assertThat(answer.json().path("sourceType").asString()).isEqualTo(is);
    } else {
      assertThat(answer.status()).as(answer.text()).isEqualTo(415);
      assertThat(answer.code()).isEqualTo("unsupported-type");
    }
  }

  @Test
  void p10APartWithoutATypeAndABodyWithoutOneAreWhatTheirBytesSay() {
    pictures()
        .forEach(
            (is, picture) -> {
              expect(
                  api.uploadForm(
                      Api.subject(), new Api.Part("file", Api.PLANTED_FILE_NAME, "", picture)),
                  true,
                  is);
              assertThat(raw(picture)).isEqualTo(201);
            });
  }

  @Test
  void p10OfTwoTypesTheFirstCountsAndMustBeTheirs() {
    byte[] png = Pictures.png(Pictures.quarters(61, 51));

    assertThat(raw(png, "Content-Type", "image/png", "Content-Type", "text/html")).isEqualTo(201);
    assertThat(raw(png, "Content-Type", "text/html", "Content-Type", "image/png")).isEqualTo(415);
  }

  private int raw(byte[] picture, String... headers) {
    String[] all =
        Stream.concat(
                Stream.of(
                    "Authorization",
                    "Bearer " + Program.ADMIN_KEY,
                    "Content-Length",
                    "" + picture.length),
                Stream.of(headers))
            .toArray(String[]::new);
    try (RawUpload upload = new RawUpload(program)) {
      return upload
          .head("/v1/avatars/" + Api.subject(), all)
          .bytes(picture, 0, -1)
          .answer()
          .status();
    }
  }
}
