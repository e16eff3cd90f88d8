package io.cameo.service.ops.checklist.line;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers what a test says, and remembers what was asked. */
public final class CannedWeb implements Web {

  public static final ServiceAddress SERVICE =
      new ServiceAddress(
          java.util.Optional.of(URI.create("http://cameo.test")),
          java.util.Optional.of(URI.create("http://operator.test")));

  private final Function<HttpRequest, Reply> answers;
  private final List<HttpRequest> asked = new ArrayList<>();

  public CannedWeb(Function<HttpRequest, Reply> answers) {
    this.answers = answers;
  }

  /** The same to everything. */
  public static CannedWeb always(Reply reply) {
    return new CannedWeb(request -> reply);
  }

  public static Reply reply(int status, String body, String... namesAndValues) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Reply(
        status,
        HttpHeaders.of(
            headers.stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
            (name, value) -> true),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Reply ask(HttpRequest request) throws IOException {
    asked.add(request);
    return answers.apply(request);
  }

  /** Method and address of every request. */
  public List<String> asked() {
    return asked.stream().map(request -> request.method() + " " + request.uri()).toList();
  }
}
