package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The address that always shows the current picture, and the CDN before it. */
final class StableSteps {

  /** Another node hears of a change within a second; a replica may be a little behind. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final List<String> CACHE_HEADERS =
      List.of("X-Cache", "CF-Cache-Status", "X-Cache-Status", "Cache-Status");

  private StableSteps() {}

  /** How long the right answer may be in coming. */
  static Duration patience(SmokeRun run) {
    return run.hasCdn() ? run.plan().waits() : run.plan().atMost(SOON);
  }

  /** The largest size of an avatar. */
  static int largest(Shown avatar) {
    return avatar.urls().keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  static void stable(SmokeRun run, Proof proof) throws IOException {
    Shown first = run.first().orElseThrow();
    int size = largest(first);
    for (String type : List.of("jpg", "png")) {
      Answer answer =
          shown(
              run,
              first,
              first.stable() + "." + type + "?s=" + size,
              type,
              "image/avif,*/*",
              proof);
      PromisedHeaders.verify(
          answer,
          PromisedHeaders.Keep.STABLE,
          UploadSteps.mediaType(type),
          "avatar-" + size + "." + type,
          proof);
    }
    negotiated(run, first, size, proof);
    proof.seen("shows the picture at " + first.stable() + " with and without an ending");
  }

  /** Without an ending the best type that the caller names, and always Vary. */
  private static void negotiated(SmokeRun run, Shown avatar, int size, Proof proof)
      throws IOException {
    Map<String, String> there = avatar.urls().getOrDefault(size, Map.of());
    for (String accept : List.of("image/avif,image/webp,*/*", "image/webp,*/*", "image/*")) {
      String type = best(there, accept);
      Answer answer = shown(run, avatar, avatar.stable() + "?s=" + size, type, accept, proof);
      PromisedHeaders.verify(
          answer,
          PromisedHeaders.Keep.NEGOTIATED,
          UploadSteps.mediaType(type),
          "avatar-" + size + "." + type,
          proof);
    }
  }

  private static String best(Map<String, String> there, String accept) {
    for (String type : List.of("avif", "webp")) {
      if (accept.contains("image/" + type) && there.containsKey(type)) {
        return type;
      }
    }
    return there.containsKey("png") ? "png" : "jpg";
  }

  /** Asks until the rendition of that type comes, and says so when it does not. */
  private static Answer shown(
      SmokeRun run, Shown avatar, String address, String type, String accept, Proof proof)
      throws IOException {
    Answer rendition =
        run.call(Call.to("GET", avatar.url(largest(avatar), type).orElse(avatar.stable())));
    Call call = Call.to("GET", address).with("Accept", accept);
    boolean same =
        run.patience()
            .until(patience(run), () -> Arrays.equals(run.call(call).body(), rendition.body()));
    Answer answer = run.call(call);
    proof.expect(
        same,
        "the " + type + " of version " + avatar.version(),
        answer.told() + ", other bytes (Accept: " + accept + ")",
        run.hasCdn()
            ? "The CDN shows something older or keys by too little: docs/operations/cdn.md."
            : "See whether a cache stands before the service: docs/operations/delivery.md.");
    return answer;
  }

  static void cdn(SmokeRun run, Proof proof) throws IOException {
    Shown first = run.first().orElseThrow();
    if (!run.hasCdn()) {
      proof.skip("addresses lead to the service itself: no CDN (ENABLE_CDN)");
      return;
    }
    URI stable = SmokeRun.address(first.stable()).orElseThrow();
    boolean local = List.of("127.0.0.1", "localhost", "[::1]").contains(stable.getHost());
    proof.expect(
        stable.getScheme().equals("https") || local,
        "addresses with https",
        first.stable(),
        "Set CDN_BASE_URL to the https address of the CDN.");
    String address = first.url(largest(first), "jpg").orElse(first.stable());
    String word = "";
    for (int i = 0; i < 4; i++) {
      Answer answer = run.call(Call.to("GET", address));
      word = cacheWord(answer);
      if (word.contains("hit") || word.startsWith("age")) {
        proof.seen("the CDN at " + Wire.origin(stable) + " answers from its cache (" + word + ")");
        return;
      }
    }
    if (word.isEmpty()) {
      proof.seen(
          "pictures come through "
              + Wire.origin(stable)
              + "; it does not say whether from its cache (no Age, no X-Cache)");
      return;
    }
    proof.broken(
        "a repeated immutable address from the CDN's cache",
        address + " four times with " + word,
        "Let the CDN keep what is public and immutable: docs/operations/cdn.md.");
  }

  private static String cacheWord(Answer answer) {
    for (String name : CACHE_HEADERS) {
      if (answer.find(name).isPresent()) {
        return answer.header(name).toLowerCase(java.util.Locale.ROOT);
      }
    }
    String age = answer.header("Age");
    return age.isEmpty() || age.equals("0") ? "" : "age " + age;
  }
}
