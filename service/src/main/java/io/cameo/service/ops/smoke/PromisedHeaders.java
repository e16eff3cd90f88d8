package io.cameo.service.ops.smoke;

import java.util.regex.Pattern;

/** The headers that every delivered picture carries, exactly. */
final class PromisedHeaders {

  private static final String REMEDY =
      "Look for what takes it away or changes it between here and the service: a CDN, a proxy, a"
          + " rule for headers. docs/operations/delivery.md says what may be changed.";

  /** How long an answer may be kept, and by what it varies. */
  enum Keep {
    IMMUTABLE("public, max-age=31536000, immutable", ""),
    STABLE("public, max-age=\\d+, stale-while-revalidate=\\d+, stale-if-error=\\d+", ""),
    NEGOTIATED(STABLE.cacheControl.pattern(), "Accept");

    private final Pattern cacheControl;
    private final String vary;

    Keep(String cacheControl, String vary) {
      this.cacheControl = Pattern.compile(cacheControl);
      this.vary = vary;
    }
  }

  private final Answer answer;
  private final Proof proof;

  private PromisedHeaders(Answer answer, Proof proof) {
    this.answer = answer;
    this.proof = proof;
  }

  /**
   * @param type what the bytes are
   * @param fileName what whoever saves it gets
   */
  static void verify(Answer answer, Keep keep, String type, String fileName, Proof proof) {
    PromisedHeaders all = new PromisedHeaders(answer, proof);
    all.is("Content-Type", type);
    all.is("X-Content-Type-Options", "nosniff");
    all.is("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    all.is("Cross-Origin-Resource-Policy", "cross-origin");
    all.is("Access-Control-Allow-Origin", "*");
    all.is("Content-Disposition", "inline; filename=\"" + fileName + "\"");
    all.matches("ETag", Pattern.compile("(W/)?\"[^\"]+\""));
    all.matches("Cache-Control", keep.cacheControl);
    // A cache on the way may vary by more, such as Accept-Encoding or Origin.
    String vary = answer.header("Vary");
    boolean negotiates =
        vary.toLowerCase(java.util.Locale.ROOT).matches("(^|.*[ ,])accept([ ,].*|$)");
    proof.expect(
        negotiates == !keep.vary.isEmpty(),
        keep.vary.isEmpty() ? "no Vary: Accept" : "Vary: Accept",
        answer.told() + " with " + (vary.isEmpty() ? "no Vary" : "Vary: " + vary),
        REMEDY);
    proof.expect(
        answer.find("Set-Cookie").isEmpty(), "no Set-Cookie", answer.told() + " with one", REMEDY);
    proof.expect(
        answer.find("X-Cameo-Fallback").isEmpty(),
        "the picture itself",
        answer.told() + " with X-Cameo-Fallback: " + answer.header("X-Cameo-Fallback"),
        "The store or the database does not answer: docs/operations/delivery.md, \"While something is"
            + " away\".");
  }

  private void is(String name, String wanted) {
    String found = answer.header(name);
    proof.expect(found.equals(wanted), name + ": " + wanted, came(name, found), REMEDY);
  }

  private void matches(String name, Pattern wanted) {
    String found = answer.header(name);
    proof.expect(
        wanted.matcher(found).matches(),
        name + ": " + wanted.pattern().replace("\\d+", "N"),
        came(name, found),
        REMEDY);
  }

  private String came(String name, String found) {
    return answer.told() + " with " + (found.isEmpty() ? "no " + name : name + ": " + found);
  }
}
