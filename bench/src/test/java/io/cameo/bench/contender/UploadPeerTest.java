package io.cameo.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UploadPeerTest {

  @Test
  void wrapsThePictureIntoAFormOfOneField() {
    ByteBuffer form = UploadPeer.multipart("JPEG".getBytes(StandardCharsets.US_ASCII));
    assertThat(form.isDirect()).isTrue();
    String text = StandardCharsets.US_ASCII.decode(form).toString();
    String boundary = text.substring(0, text.indexOf("\r\n"));
    assertThat(text)
        .contains(
            "name=\"avatar\"; filename=\"photo.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n")
        .endsWith("\r\n" + boundary + "--\r\n");
  }

  @Test
  void tellsNginxToServeWithoutLogAndWithOurHeaders() {
    String settings =
        DeliveryServers.nginxSettings(Path.of("/w"), Path.of("/w/store"), 2, 8123, false);
    assertThat(settings)
        .contains(
            "worker_processes 2;", "access_log off;", "sendfile on;", "listen 127.0.0.1:8123;")
        .contains(
            "add_header Content-Security-Policy 'default-src \\'none\\'; frame-ancestors \\'none\\';"
                + " sandbox';")
        .doesNotContain("user root;");
  }
}
