package io.cameo.bench.contender;

import io.cameo.bench.load.Answer;
import io.cameo.bench.load.Http;
import io.cameo.bench.running.Child;
import io.cameo.bench.running.FreePort;
import io.cameo.bench.running.ProcessTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A peer of {@code bench/peers/upload.mjs} on node, writing to the peers' database. */
public final class UploadPeer implements UploadServer {

  private static final Duration START = Duration.ofSeconds(30);
  private static final String BOUNDARY = "----cameo-bench-1f0c2a";
  private static final List<Integer> SIZES = List.of(512, 256, 128, 64);

  /**
   * A way to write such a program.
   *
   * @param title what tables call it
   * @param name its folder and table
   * @param settings environment that makes it so
   */
  public record Style(String title, String name, Map<String, String> settings) {

    /** What most products run: four resizes from the uploaded buffer, everything as installed. */
    public static final Style USUAL =
        new Style("(a) Express, four resizes", "usual", Map.of("RESIZE", "separate"));

    /**
     * Sharp as well as it can be used: one decode to 512 pixels, all sizes from its pixels, one
     * thread a picture, no cache of operations. Measured against clones of one pipeline (each
     * decodes again: as slow as separate resizes) and a chain of ever smaller sizes (no faster).
     */
    public static final Style BEST =
        new Style(
            "(b) Express, one decode",
            "best",
            Map.of("RESIZE", "pipeline", "CONCURRENCY", "1", "CACHE", "off"));
  }

  private final String title;
  private final Child child;
  private final PeerDatabase database;
  private final int port;
  private final ByteBuffer body;
  private volatile Optional<String> lastPicture = Optional.empty();

  private UploadPeer(String title, Child child, PeerDatabase database, int port, ByteBuffer body) {
    this.title = title;
    this.child = child;
    this.database = database;
    this.port = port;
    this.body = body;
  }

  /** Starts it and waits until it takes uploads. */
  public static UploadPeer start(
      Style style, PeerModules modules, PeerDatabase database, Path work, Photograph photograph)
      throws IOException, InterruptedException {
    int port = FreePort.any();
    Path folder = work.resolve(style.name());
    Map<String, String> environment = new HashMap<>(style.settings());
    environment.put("NODE_ENV", "production");
    environment.put("PORT", String.valueOf(port));
    environment.put("STORE", folder.resolve("store").toString());
    environment.put("DATABASE_URL", database.url());
    environment.put("TABLE", "avatars_" + style.name());
    Child child =
        Child.start(
            style.name(), folder, List.of("node", modules.script("upload.mjs")), environment);
    try {
      child.awaitLog("ready", START);
    } catch (RuntimeException | InterruptedException e) {
      child.close();
      throw e;
    }
    return new UploadPeer(style.title(), child, database, port, multipart(photograph.jpeg()));
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public ProcessTree tree() {
    return child.tree();
  }

  /** With the database's share: it serves one peer at a time. */
  @Override
  public double cpuSeconds() {
    return child.tree().cpuSeconds() + database.cpuSeconds();
  }

  @Override
  public InetSocketAddress address() {
    return Http.local(port);
  }

  @Override
  public String head(String subject) {
    return Http.head(
        "POST",
        "/avatars/" + subject,
        Map.of(
            "Content-Type",
            "multipart/form-data; boundary=" + BOUNDARY,
            "Content-Length",
            String.valueOf(body.remaining())));
  }

  @Override
  public ByteBuffer body() {
    return body;
  }

  @Override
  public Optional<String> faultOf(String subject, Answer answer) {
    Optional<String> fault = AvatarAnswer.fault(subject, answer, SIZES);
    if (fault.isEmpty()) {
      lastPicture = Optional.ofNullable(AvatarAnswer.of(answer).paths().get(256));
    }
    return fault;
  }

  @Override
  public Optional<String> lastPicture() {
    return lastPicture;
  }

  @Override
  public void close() {
    child.close();
  }

  /** A form with the file in its one field, as a browser sends it. */
  static ByteBuffer multipart(byte[] jpeg) {
    String before =
        "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"photo.jpg\"\r\n"
            + "Content-Type: image/jpeg\r\n\r\n";
    String after = "\r\n--" + BOUNDARY + "--\r\n";
    return UploadServer.direct(
        before.getBytes(StandardCharsets.US_ASCII),
        jpeg,
        after.getBytes(StandardCharsets.US_ASCII));
  }
}
