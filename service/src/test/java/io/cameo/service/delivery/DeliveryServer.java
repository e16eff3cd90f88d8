package io.cameo.service.delivery;

import io.cameo.storage.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** The delivery addresses of a {@link DeliveryRig} on a real server. */
final class DeliveryServer implements AutoCloseable {

  private final Tomcat tomcat = new Tomcat();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final int port = Ports.free();

  /** An answer, its body as text of one character a byte. */
  record Answer(int status, String body, java.net.http.HttpHeaders headers) {

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** Which object of the rig it shows. */
    String name() {
      return body.startsWith("0123456789") ? body.substring(10) : "drawn";
    }
  }

  DeliveryServer(DeliveryRig rig, Path folder) {
    tomcat.setBaseDir(folder.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat
        .getConnector()
        .getProtocolHandler()
        .setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "pictures", rig.pictures);
    context.addServletMappingDecoded("/u/*", "pictures");
    context.addServletMappingDecoded("/a/*", "pictures");
    Tomcat.addServlet(context, "hashes", rig.hashes);
    context.addServletMappingDecoded("/avatar/*", "hashes");
    try {
      tomcat.start();
    } catch (LifecycleException failed) {
      throw new AssertionError(failed);
    }
  }

  int port() {
    return port;
  }

  Answer get(String path, String... headers) {
    return ask(port, "GET", path, "", headers);
  }

  /** Asks this server or one before it. */
  Answer ask(int at, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> answer =
          client.send(
              request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
      return new Answer(answer.statusCode(), answer.body(), answer.headers());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    client.close();
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException failed) {
      throw new AssertionError(failed);
    }
  }
}
