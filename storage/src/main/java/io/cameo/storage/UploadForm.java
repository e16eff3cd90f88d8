package io.cameo.storage;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A form with which a client may put one object, sent as {@code multipart/form-data}.
 *
 * @param url where it is sent with POST
 * @param fields its fields in this order, exactly as they are; the file follows as the last one,
 *     named {@code file}
 * @param expiresAt when the store takes it no more
 */
public record UploadForm(URI url, Map<String, String> fields, Instant expiresAt) {

  public UploadForm {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Without the signature, which is the right to upload. */
  @Override
  public String toString() {
    return "UploadForm[" + url + ", " + fields.get("key") + "]";
  }
}
