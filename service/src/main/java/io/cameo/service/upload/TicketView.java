package io.cameo.service.upload;

import io.cameo.service.catalogue.TicketId;
import io.cameo.storage.UploadForm;
import java.time.Instant;
import java.util.Map;

/** A ticket as the API shows it: the form to send, and what to do then. */
record TicketView(String id, String subject, Upload upload, Finish finish, String preview) {

  /**
   * What the client sends to the bucket.
   *
   * @param fields of the form, exactly as they are
   * @param file name of the form's last field, which is the picture
   */
  record Upload(
      String method, String url, Map<String, String> fields, String file, Instant expiresAt) {}

  /**
   * What the client calls when the bucket has taken it.
   *
   * @param on {@code call}, or {@code arrival} when the service does it by itself as well
   */
  record Finish(String method, String url, Instant before, String on) {}

  static TicketView of(
      TicketId id,
      String subject,
      UploadForm form,
      Instant before,
      boolean onArrival,
      String base) {
    String own = base + "/v1/uploads/" + id;
    return new TicketView(
        id.toString(),
        subject,
        new Upload("POST", form.url().toString(), form.fields(), "file", form.expiresAt()),
        new Finish("POST", own + "/finish", before, onArrival ? "arrival" : "call"),
        own + "/preview");
  }
}
