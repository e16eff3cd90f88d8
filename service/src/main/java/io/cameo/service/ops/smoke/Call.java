package io.cameo.service.ops.smoke;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request.
 *
 * @param address whole, or a path below the system's own address
 * @param credential goes behind {@code Bearer}, and only ever to the system's own address
 * @param headers name and value by turns
 * @param asksFirst whether the body waits for the answer 100
 */
record Call(
    String method,
    String address,
    Optional<String> credential,
    List<String> headers,
    BodyPublisher body,
    boolean asksFirst) {

  static Call to(String method, String path) {
    return new Call(method, path, Optional.empty(), List.of(), BodyPublishers.noBody(), false);
  }

  static Call get(String path) {
    return to("GET", path);
  }

  static Call get(URI address) {
    return to("GET", address.toString());
  }

  Call by(String key) {
    return new Call(method, address, Optional.of(key), headers, body, asksFirst);
  }

  Call with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Call(method, address, credential, List.copyOf(more), body, asksFirst);
  }

  Call body(byte[] bytes, String type) {
    return new Call(
            method, address, credential, headers, BodyPublishers.ofByteArray(bytes), asksFirst)
        .with("Content-Type", type);
  }

  Call json(String document) {
    return body(document.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  /** A body that is sent only when the server wants it. */
  Call bodyIfWanted(BodyPublisher large, String type) {
    return new Call(method, address, credential, headers, large, true).with("Content-Type", type);
  }
}
