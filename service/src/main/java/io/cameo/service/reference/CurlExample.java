package io.cameo.service.reference;

import io.cameo.service.reference.Document.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A call as somebody types it, with the values of the document's examples. */
final class CurlExample {

  private static final String NEXT = " \\\n  ";

  private CurlExample() {}

  /**
   * @param givesPicture whether the answer is one, which belongs into a file
   */
  static String of(Call call, boolean givesPicture) {
    List<String> words = new ArrayList<>();
    JsonNode content = call.operation().path("requestBody").path("content");
    boolean picture = content.has("image/jpeg");
    words.add("curl" + method(call.method(), picture, content.size() > 0) + " " + address(call));
    if (call.operation().path("security").size() > 0) {
      words.add("-H \"Authorization: Bearer $KEY\"");
    }
    if (picture) {
      words.add("-H \"Content-Type: image/jpeg\"");
      words.add("-T photo.jpg");
    } else if (content.size() > 0) {
      words.add("-H \"Content-Type: application/json\"");
      words.add("-d '" + content.iterator().next().path("example") + "'");
    }
    if (givesPicture) {
      words.add("-o picture.jpg");
    }
    return String.join(NEXT, words);
  }

  private static String method(String method, boolean picture, boolean body) {
    return switch (method) {
      case "GET" -> "";
      case "HEAD" -> " -I";
      case "PUT" -> picture ? "" : " -X PUT";
      case "POST" -> body ? "" : " -X POST";
      default -> " -X " + method;
    };
  }

  private static String address(Call call) {
    String path = call.path();
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : call.parameters()) {
      String name = parameter.path("name").asString("");
      String example = parameter.path("example").asString("");
      switch (parameter.path("in").asString("")) {
        case "path" -> path = path.replace("{" + name + "}", example);
        case "query" -> {
          if (!example.isEmpty()) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(encoded(example));
          }
        }
        default -> {
          // Headers are left to the reader.
        }
      }
    }
    return "\"$CAMEO" + path + query + "\"";
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
