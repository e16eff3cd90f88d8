package io.cameo.bench.contender;

import io.cameo.bench.load.Answer;
import io.cameo.bench.load.Http;
import io.cameo.bench.load.HttpConnection;
import io.cameo.bench.running.Child;
import io.cameo.bench.running.FreePort;
import io.cameo.bench.running.ProcessTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our server, started from its jar with its embedded database and disk store. */
public final class CameoServer implements UploadServer {

  private static final Duration START = Duration.ofMinutes(2);
  private static final String KEY = "bench-bench-bench-bench-bench-bench";

  /**
   * How to start it.
   *
   * @param jar the runnable jar
   * @param javaOptions options of its Java machine
   * @param settings environment besides ports, data folder and key
   * @param prefix what stands before the command, such as {@code taskset -c 0}
   */
  public record Form(
      Path jar, List<String> javaOptions, Map<String, String> settings, List<String> prefix) {

    public Form {
      javaOptions = List.copyOf(javaOptions);
      settings = Map.copyOf(settings);
      prefix = List.copyOf(prefix);
    }

    /** The same with one option of the Java machine more. */
    public Form withJavaOption(String option) {
      List<String> more = new ArrayList<>(javaOptions);
      more.add(option);
      return new Form(jar, more, settings, prefix);
    }
  }

  private final String title;
  private final Child child;
  private final int port;
  private final Path folder;
  private final ByteBuffer picture;
  private final Set<Integer> sizes;
  private final double secondsToReady;
  private volatile Optional<String> lastPicture = Optional.empty();

  private CameoServer(
      String title,
      Child child,
      int port,
      Path folder,
      ByteBuffer picture,
      Set<Integer> sizes,
      double secondsToReady) {
    this.title = title;
    this.child = child;
    this.port = port;
    this.folder = folder;
    this.picture = picture;
    this.sizes = sizes;
    this.secondsToReady = secondsToReady;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder where its data and logs go; data of an earlier start is used again
   * @param photograph what uploads send
   * @param sizes that every answer must name
   */
  public static CameoServer start(
      String title, Form form, Path folder, Photograph photograph, Set<Integer> sizes)
      throws IOException, InterruptedException {
    int port = FreePort.any();
    int managementPort = FreePort.any();
    List<String> command = new ArrayList<>(form.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(form.javaOptions());
    command.add("-Xlog:gc:file=" + folder.resolve("gc.log"));
    command.addAll(List.of("-jar", form.jar().toAbsolutePath().toString()));
    Map<String, String> environment = new HashMap<>(form.settings());
    environment.putIfAbsent("CAMEO_LIMITS", "off");
    // The peers make JPEG alone; what the other formats cost is measured by itself.
    environment.putIfAbsent("CAMEO_FORMATS", "none");
    environment.put("PORT", String.valueOf(port));
    environment.put("MANAGEMENT_PORT", String.valueOf(managementPort));
    environment.put("CAMEO_DATA", folder.resolve("data").toString());
    environment.put("CAMEO_ADMIN_KEY", KEY);
    environment.put("AVATAR_QUALITY", "85");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    long start = System.nanoTime();
    Child child = Child.start("cameo", folder, command, environment);
    try {
      InetSocketAddress management = Http.local(managementPort);
      child.await(() -> Http.answers(management, "/readyz"), START);
    } catch (RuntimeException | InterruptedException e) {
      child.close();
      throw e;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    ByteBuffer picture = UploadServer.direct(photograph.jpeg());
    return new CameoServer(title, child, port, folder, picture, sizes, seconds);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public ProcessTree tree() {
    return child.tree();
  }

  /** From the start of the process until {@code /readyz} answered 200. */
  public double secondsToReady() {
    return secondsToReady;
  }

  /** Most heap in megabytes that was in use at the begin of any collection so far; 0 before one. */
  public long peakHeapMegabytes() throws IOException {
    return GcLog.peakMegabytes(folder.resolve("gc.log"));
  }

  /** Everything it has written so far. */
  public String log() {
    return child.log();
  }

  @Override
  public InetSocketAddress address() {
    return Http.local(port);
  }

  @Override
  public String head(String subject) {
    return Http.head(
        "PUT",
        "/v1/avatars/" + subject,
        Map.of(
            "Authorization",
            "Bearer " + KEY,
            "Content-Type",
            "image/jpeg",
            "Content-Length",
            String.valueOf(picture.remaining())));
  }

  /** A token with which a subject may upload for itself. */
  public String token(String subject) throws IOException {
    Answer answer =
        tell("POST", "/v1/tokens", "{\"subject\":\"" + subject + "\",\"ttlSeconds\":3600}");
    Matcher token =
        Pattern.compile("\"token\":\"([^\"]+)\"")
            .matcher(new String(answer.body(), StandardCharsets.UTF_8));
    if (answer.status() != 201 || !token.find()) {
      throw new IOException("No token was issued: " + answer.status() + " " + answer.excerpt());
    }
    return token.group(1);
  }

  /** A document for one of the addresses that take one, with the admin key. */
  public Answer tell(String method, String path, String document) throws IOException {
    byte[] body = document.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + KEY,
            "Content-Type",
            "application/json",
            "Content-Length",
            String.valueOf(body.length));
    try (HttpConnection connection = HttpConnection.open(address(), Duration.ofSeconds(20))) {
      return connection.exchange(Http.head(method, path, headers), ByteBuffer.wrap(body));
    }
  }

  @Override
  public ByteBuffer body() {
    return picture;
  }

  @Override
  public Optional<String> faultOf(String subject, Answer answer) {
    Optional<String> fault = AvatarAnswer.fault(subject, answer, sizes);
    if (fault.isEmpty()) {
      lastPicture = Optional.ofNullable(AvatarAnswer.of(answer).paths().get(256));
    }
    return fault;
  }

  @Override
  public Optional<String> lastPicture() {
    return lastPicture;
  }

  /**
   * Whether the subject's picture can be had in its largest named size.
   *
   * @return what is wrong; empty when it can
   */
  public Optional<String> faultOfStored(String subject) throws IOException {
    Answer avatar =
        Http.get(address(), "/v1/avatars/" + subject, Map.of("Authorization", "Bearer " + KEY));
    if (avatar.status() != 200) {
      return Optional.of(subject + ": status " + avatar.status() + ": " + avatar.excerpt());
    }
    for (Map.Entry<Integer, String> size : AvatarAnswer.of(avatar).paths().entrySet()) {
      Optional<String> fault =
          Jpegs.fault(Http.get(address(), size.getValue(), Map.of()), size.getKey());
      if (fault.isPresent()) {
        return Optional.of(subject + ": " + fault.get());
      }
    }
    return AvatarAnswer.of(avatar).paths().isEmpty()
        ? Optional.of(subject + ": no pictures named")
        : Optional.empty();
  }

  @Override
  public void close() {
    child.close();
  }
}
