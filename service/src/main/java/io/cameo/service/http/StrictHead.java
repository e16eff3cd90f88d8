package io.cameo.service.http;

import java.util.List;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Looks at the head of a request once more, for what the container forgives and a proxy before it
 * may have understood otherwise: lines that end without CR, a first line that is not three words,
 * folded framing headers, two ways to say how long the body is. Where the two disagree on where a
 * request ends, one caller's bytes become another's request.
 *
 * <p>The container keeps the bytes of a head as they came until the request is done, except that it
 * writes names in lower case and moves values to the left within their line.
 */
final class StrictHead {

  private static final String TRANSFER_ENCODING = "transfer-encoding";
  private static final String CONTENT_LENGTH = "content-length";

  /** Headers that say where a request ends or for whom it is. */
  private static final List<String> FRAMING =
      List.of(TRANSFER_ENCODING, CONTENT_LENGTH, "host", "connection", "expect");

  private final byte[] bytes;
  private int at;
  private int lengths;
  private int encodings;

  private StrictHead(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether a request of HTTP/1.x says everything in exactly one way. */
  static boolean isStrict(Request request) {
    byte[] bytes = request.requestURI().getByteChunk().getBuffer();
    return bytes != null
        && new StrictHead(bytes).hasStrictLines()
        && hasNoFoldedFraming(request.getMimeHeaders());
  }

  /** The lines as they came: the first one, then headers until an empty one. */
  private boolean hasStrictLines() {
    while (at + 1 < bytes.length && bytes[at] == '\r' && bytes[at + 1] == '\n') {
      at += 2;
    }
    int begin = at;
    int end = line();
    if (end < 0 || !isThreeWords(begin, end)) {
      return false;
    }
    boolean http11 = end > 0 && bytes[end - 1] == '1';
    while (true) {
      begin = at;
      end = line();
      if (end < 0 || (end > begin && (bytes[begin] == ' ' || bytes[begin] == '\t'))) {
        return false;
      }
      if (end == begin) {
        return encodings == 0 || (http11 && encodings == 1 && lengths == 0);
      }
      count(begin, end);
    }
  }

  private void count(int begin, int end) {
    if (isNamed(CONTENT_LENGTH, begin, end)) {
      lengths++;
    } else if (isNamed(TRANSFER_ENCODING, begin, end)) {
      encodings++;
    }
  }

  /** Whether a line begins with this name; nothing is copied, because every request comes here. */
  private boolean isNamed(String name, int begin, int end) {
    int length = name.length();
    if (end - begin <= length || bytes[begin + length] != ':') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int letter = bytes[begin + i];
      if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Goes behind the next line and says where its text ends; -1 when it does not end with CRLF. */
  private int line() {
    int from = at;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    if (at >= bytes.length || at == from || bytes[at - 1] != '\r') {
      return -1;
    }
    at++;
    return at - 2;
  }

  /** A method, a target and a version with one space between each two. */
  private boolean isThreeWords(int begin, int end) {
    int spaces = 0;
    for (int i = begin; i < end; i++) {
      if (bytes[i] == '\t') {
        return false;
      }
      if (bytes[i] == ' ') {
        spaces++;
      }
    }
    return spaces == 2 && bytes[begin] != ' ' && bytes[end - 1] != ' ';
  }

  /** A header whose value was folded onto its second line keeps the space that stood there. */
  private static boolean hasNoFoldedFraming(MimeHeaders headers) {
    for (String name : FRAMING) {
      MessageBytes header = headers.getValue(name);
      if (header != null) {
        ByteChunk value = header.getByteChunk();
        if (value.getLength() > 0 && isBlank(value.getBuffer()[value.getStart()])) {
          return false;
        }
        if (name.equals(TRANSFER_ENCODING) && !value.equalsIgnoreCase("chunked")) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }
}
