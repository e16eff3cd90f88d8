package io.cameo.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a running program as one caller. */
final class Api {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The name of every file in a form: it must never be seen again. */
  static final String PLANTED_FILE_NAME = "planted-file-name";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Program program;
  private final String credential;

  /**
   * @param credential what stands behind {@code Bearer}; empty sends no Authorization
   */
  Api(Program program, String credential) {
    this.program = program;
    this.credential = credential;
  }

  /** The same program, called by somebody else. */
  Api as(String otherCredential) {
    return new Api(program, otherCredential);
  }

  /** What was answered. */
  record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    /** A header's only value; empty when it is not there. A header sent twice is a failure. */
    String header(String name) {
      List<String> values =
          headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of());
      if (values.size() > 1) {
        throw new AssertionError(name + " was sent " + values.size() + " times: " + values);
      }
      return values.isEmpty() ? "" : values.getFirst();
    }

    boolean has(String name) {
      return headers.containsKey(name.toLowerCase(java.util.Locale.ROOT));
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(body);
    }

    String code() {
      return json().path("code").asString("");
    }
  }

  /** One part of a form. */
  record Part(String name, String fileName, String type, byte[] bytes) {
    static Part field(String name, String value) {
      return new Part(name, "", "", value.getBytes(StandardCharsets.UTF_8));
    }

    static Part file(String name, String type, byte[] bytes) {
      return new Part(name, PLANTED_FILE_NAME + ".jpg", type, bytes);
    }
  }

  static String subject() {
    return "it-" + UUID.randomUUID();
  }

  Answer upload(String subject, byte[] picture, String... headers) {
    return put("/v1/avatars/" + subject, picture, headers);
  }

  /** Sends the picture raw, as the type its first bytes show unless a header says another. */
  Answer put(String path, byte[] picture, String... headers) {
    HttpRequest.Builder request =
        request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(picture));
    request.setHeader("Content-Type", Pictures.typeOf(picture));
    return send(request, headers);
  }

  Answer uploadForm(String subject, Part... parts) {
    String boundary = "boundary-" + UUID.randomUUID();
    HttpRequest.Builder request =
        request("/v1/avatars/" + subject)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(form(boundary, parts)));
    request.setHeader("Content-Type", "multipart/form-data; boundary=" + boundary);
    return send(request);
  }

  static byte[] form(String boundary, Part... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Part part : parts) {
      StringBuilder head = new StringBuilder("--" + boundary + "\r\n");
      head.append("Content-Disposition: form-data; name=\"").append(part.name()).append('"');
      if (!part.fileName().isEmpty()) {
        head.append("; filename=\"").append(part.fileName()).append('"');
      }
      if (!part.type().isEmpty()) {
        head.append("\r\nContent-Type: ").append(part.type());
      }
      head.append("\r\n\r\n");
      body.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      body.writeBytes(part.bytes());
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }

  Answer get(String path, String... headers) {
    return send(request(path).GET(), headers);
  }

  /** What the operator's port answers, to anyone. */
  Answer management(String path) {
    return as("").get(program.management(path).toString());
  }

  Answer head(String path, String... headers) {
    return send(request(path).HEAD(), headers);
  }

  Answer delete(String path, String... headers) {
    return send(request(path).DELETE(), headers);
  }

  Answer post(String path, String json, String... headers) {
    HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.setHeader("Content-Type", "application/json");
    }
    return send(request, headers);
  }

  /** Any method with a body of JSON. */
  Answer send(String method, String path, String json) {
    HttpRequest.Builder request =
        request(path).method(method, HttpRequest.BodyPublishers.ofString(json));
    request.setHeader("Content-Type", "application/json");
    return send(request);
  }

  /** Any method with a body of unknown length, sent in chunks. */
  Answer chunked(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .method(
                method,
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(body)));
    return send(request, headers);
  }

  Answer method(String method, String path, String... headers) {
    return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()), headers);
  }

  /** A path, or an address as the program handed it out, which must lead to the program itself. */
  private HttpRequest.Builder request(String pathOrAddress) {
    URI address =
        pathOrAddress.startsWith("/") ? program.address(pathOrAddress) : URI.create(pathOrAddress);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(60));
    if (!credential.isEmpty()) {
      request.setHeader("Authorization", "Bearer " + credential);
    }
    return request;
  }

  private static Answer send(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<byte[]> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /** All addresses of renditions in an avatar, in one list. */
  static List<String> addresses(JsonNode avatar) {
    List<String> all = new ArrayList<>();
    avatar.path("urls").forEach(formats -> formats.forEach(url -> all.add(url.asString())));
    return all;
  }
}
