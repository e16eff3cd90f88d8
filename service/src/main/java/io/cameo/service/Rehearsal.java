package io.cameo.service;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * What a start for the JDK's ahead-of-time cache does before it ends: it sends itself uploads and
 * fetches pictures, so that the cache holds the classes and the profiles of real work. A service
 * that starts with such a cache is at its speed after some uploads instead of after hundreds.
 *
 * <p>Runs on data that is thrown away afterwards, see {@code train_program} of the task runner.
 */
final class Rehearsal {

  /** The property that asks for it. */
  static final String PROPERTY = "cameo.rehearsal";

  private static final int SENDERS = 4;
  private static final int UPLOADS_EACH = 60;
  private static final int FETCHES_EACH = 1000;
  private static final int SIDE = 720;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern PATH = Pattern.compile("https?://[^/\"]+(/a/[0-9a-f]+/256\\.jpg)");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI base;
  private final String adminKey;

  /**
   * @param base where the service that rehearses can be reached
   */
  Rehearsal(URI base, String adminKey) {
    this.base = base;
    this.adminKey = adminKey;
  }

  /**
   * Does it.
   *
   * @throws IOException when an answer is not the one that a sound service gives
   */
  void run() throws IOException, InterruptedException {
    byte[] photograph = photograph();
    List<Future<Void>> senders = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
      for (int i = 0; i < SENDERS; i++) {
        String name = "rehearsal-" + i;
        senders.add(
            threads.submit(
                () -> {
                  send(name, photograph);
                  return null;
                }));
      }
    }
    for (Future<Void> sender : senders) {
      try {
        sender.get();
      } catch (ExecutionException failed) {
        throw new IOException("The rehearsal failed.", failed.getCause());
      }
    }
  }

  private void send(String name, byte[] photograph) throws IOException, InterruptedException {
    String address = "";
    for (int i = 0; i < UPLOADS_EACH; i++) {
      // Every subject gets two pictures, which differ in their square.
      String path = "/v1/avatars/" + name + "-" + i / 2 + "?crop=" + i % 2 + ",0,600";
      HttpRequest upload =
          authorised(path)
              .header("Content-Type", "image/jpeg")
              .PUT(BodyPublishers.ofByteArray(photograph))
              .build();
      String answer = expect(201, client.send(upload, BodyHandlers.ofString()));
      Matcher match = PATH.matcher(answer);
      if (!match.find()) {
        throw new IOException("The answer to an upload names no picture: " + answer);
      }
      address = match.group(1);
    }
    for (int i = 0; i < FETCHES_EACH; i++) {
      String path = i % 2 == 0 ? address : "/u/" + name + "-0?s=96";
      HttpRequest fetch = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
      expect(200, client.send(fetch, BodyHandlers.ofByteArray()));
    }
    HttpRequest look = authorised("/v1/avatars/" + name + "-0").GET().build();
    expect(200, client.send(look, BodyHandlers.ofString()));
    HttpRequest removal = authorised("/v1/avatars/" + name + "-0").DELETE().build();
    expect(204, client.send(removal, BodyHandlers.ofString()));
  }

  private HttpRequest.Builder authorised(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + adminKey);
  }

  private static <T> T expect(int status, HttpResponse<T> answer) throws IOException {
    if (answer.statusCode() != status) {
      throw new IOException(
          answer.request().method()
              + " "
              + answer.uri().getPath()
              + " was answered with "
              + answer.statusCode()
              + ": "
              + answer.body());
    }
    return answer.body();
  }

  /** A picture that no encoder can make small: some hundred kilobytes, as a body has to have. */
  private static byte[] photograph() throws IOException {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    int noise = 1;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        noise = noise * 1_103_515_245 + 12_345;
        picture.setRGB(x, y, noise >>> 8);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    if (!ImageIO.write(picture, "jpeg", bytes)) {
      throw new IOException("This JDK writes no JPEG.");
    }
    return bytes.toByteArray();
  }
}
