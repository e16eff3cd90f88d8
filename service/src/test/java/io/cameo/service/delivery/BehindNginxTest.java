package io.cameo.service.delivery;

import static io.cameo.service.delivery.DeliveryRig.whole;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cache makes of the answers: Debian's nginx with the settings of the operators' page. */
class BehindNginxTest {

  private static final String CHROME =
      "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";
  private static final String FIREFOX =
      "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5";
  private static final String OLDER = "image/webp,image/png,image/*;q=0.8,*/*;q=0.5";
  private static final String HASH = "0bc83cb571cd1c50ba6f3e8a78ef1346";

  private final DeliveryRig rig = new DeliveryRig();
  private DeliveryServer server;
  private Nginx nginx;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    rig.current.put("ann.lee", whole("jpg", "webp", "avif"));
    rig.owners.put(HASH, "ann.lee");
    server = new DeliveryServer(rig, Files.createDirectory(folder.resolve("server")));
    nginx = Nginx.before(server.port(), Files.createDirectory(folder.resolve("nginx")));
  }

  @AfterEach
  void close() {
    if (nginx != null) {
      nginx.close();
    }
    server.close();
    rig.close();
  }

  private DeliveryServer.Answer get(String path, String accept) {
    return server.ask(nginx.port(), "GET", path, "", "Accept", accept);
  }

  private void assertAnswer(String path, String accept, String name, String cache) {
    DeliveryServer.Answer answer = get(path, accept);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.name()).as(path + " for " + accept).isEqualTo(name);
    assertThat(answer.header("X-Cache")).as(path + " for " + accept).isEqualTo(cache);
  }

  @Test
  void everyCallerGetsTheTypeThatItShowsAndThereAreThreeCopies() {
    for (String path : List.of("/u/ann.lee", "/avatar/" + HASH + "?s=256")) {
      assertAnswer(path, CHROME, "256.avif", "MISS");
      assertAnswer(path, "*/*", "256.jpg", "MISS");
      assertAnswer(path, OLDER, "256.webp", "MISS");
      assertAnswer(path, FIREFOX, "256.avif", "HIT");
      assertAnswer(path, "image/avif", "256.avif", "HIT");
      assertAnswer(path, "image/avif;q=0.9, image/webp", "256.avif", "HIT");
      assertAnswer(path, "image/webp;q=0.5", "256.webp", "HIT");
      assertAnswer(path, "image/*", "256.jpg", "HIT");
      assertAnswer(path, "text/html", "256.jpg", "HIT");
      assertAnswer(path, "image/avif;q=0,image/webp;q=0.0,*/*", "256.jpg", "HIT");
      assertAnswer(path, "image/AVIF , image/webp", "256.avif", "HIT");
      assertThat(get(path, "*/*").header("Vary")).isEqualTo("Accept");
    }
  }

  @Test
  void anAddressWithAnExtensionHasOneCopyForAll() {
    assertAnswer("/u/ann.lee.jpg?s=64", CHROME, "64.jpg", "MISS");
    assertAnswer("/u/ann.lee.jpg?s=64", "*/*", "64.jpg", "HIT");
    assertAnswer("/u/ann.lee.avif?s=64", "*/*", "64.avif", "MISS");
    assertAnswer("/u/ann.lee.avif?s=64", CHROME, "64.avif", "HIT");
    String immutable = "/a/" + rig.current.get("ann.lee").id() + "/128.webp";
    assertAnswer(immutable, CHROME, "128.webp", "MISS");
    assertAnswer(immutable, "*/*", "128.webp", "HIT");
    assertAnswer("/avatar/" + HASH + ".jpg", CHROME, "128.jpg", "MISS");
    assertAnswer("/avatar/" + HASH + ".jpg", OLDER, "128.jpg", "HIT");
  }

  /** D3: what is in no key neither makes a copy nor gets into one. */
  @Test
  void d3WhatIsInNoKeyChangesNoCopy() {
    assertAnswer("/u/ann.lee?S=64&x=1", "*/*", "64.jpg", "MISS");
    assertAnswer("/u/ann.lee?s=64", "*/*", "64.jpg", "HIT");
    assertAnswer("/u/ann.lee?s=64&utm=2&d=", "*/*", "64.jpg", "HIT");
    assertAnswer("/u/ann.lee?s=128", "*/*", "128.jpg", "MISS");
    DeliveryServer.Answer odd =
        server.ask(
            nginx.port(),
            "GET",
            "/u/ann.lee?s=128",
            "s=64",
            "X-Original-URL",
            "/u/x",
            "X-Forwarded-Host",
            "evil.example");
    assertThat(odd.name()).isEqualTo("128.jpg");
  }

  @Test
  void d3NoErrorIsKept() {
    assertThat(get("/u/nobody?d=404", "*/*").status()).isEqualTo(404);
    assertThat(get("/u/nobody?d=404", "*/*").header("X-Cache")).isEqualTo("MISS");
    String immutable = "/a/" + rig.current.get("ann.lee").id() + "/128.jpg";
    rig.storeAway = true;
    DeliveryServer.Answer away = get(immutable, "*/*");
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.header("Content-Type")).isEqualTo("image/jpeg");
    rig.storeAway = false;
    assertAnswer(immutable, "*/*", "128.jpg", "MISS");
    rig.storeAway = true;
    assertAnswer(immutable, "*/*", "128.jpg", "HIT");
  }
}
