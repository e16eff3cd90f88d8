package io.cameo.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.fuzz.Fuzzer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A bounded run; {@code ./cameo fuzz} makes longer ones. */
class FormFuzzTest {

  private static final String PICTURE = "\u00ff\u00d8\u00ff\u00e0 and so on";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String part(String headers, String body) {
    return "--x\r\nContent-Disposition: form-data; " + headers + "\r\n\r\n" + body + "\r\n";
  }

  @Test
  void h1H2H3H7EveryFormThatAFuzzerFindsIsTakenOrRefused() {
    String form = "multipart/form-data; boundary=x\n";
    Fuzzer.Run run =
        Fuzzer.run(
            "forms",
            FormFuzz.class,
            Map.of(
                "raw", bytes("image/jpeg\n" + PICTURE),
                "form",
                    bytes(
                        form
                            + part(
                                "name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg",
                                PICTURE)
                            + part("name=\"crop\"", "1,2,3,90")
                            + "--x--\r\n"),
                "odd name",
                    bytes(form + part("name=file; filename*=UTF-8''..%2fa", PICTURE) + "--x--\r\n"),
                "no end", bytes(form + part("name=\"file\"", PICTURE)),
                "nested",
                    bytes(
                        form
                            + part(
                                "name=\"file\"\r\nContent-Type: multipart/mixed; boundary=y",
                                "--y\r\nContent-Disposition: file; filename=b\r\n\r\nz\r\n--y--")
                            + "--x--\r\n"),
                "nested without a boundary",
                    bytes(
                        form
                            + part("name=\"file\"\r\nContent-Type: multipart/mixed", "z")
                            + "--x--\r\n"),
                "crop", bytes("120,40,900,270\n")));

    assertThat(run.clean()).as(run.log()).isTrue();
    assertThat(run.executed()).as(run.log()).isGreaterThanOrEqualTo(Fuzzer.INPUTS);
    assertThat(run.covered()).as("places reached, %s", run.log()).isGreaterThan(100);
  }
}
