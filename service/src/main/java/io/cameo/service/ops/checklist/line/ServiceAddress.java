package io.cameo.service.ops.checklist.line;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Where the running service is asked.
 *
 * @param open base of what everybody may call: CAMEO_PUBLIC_URL, else this machine's own port;
 *     empty when neither is known
 * @param management base of the operator's port on this machine; empty when it is not known
 */
public record ServiceAddress(Optional<URI> open, Optional<URI> management) {

  /** Address of something that everybody may call. */
  public URI open(String path) throws IOException {
    return URI.create(
        open.orElseThrow(
                () ->
                    new IOException(
                        "Nobody knows where the service listens: set CAMEO_PUBLIC_URL, or PORT as"
                            + " it is set for the service."))
            + path);
  }

  /** Address of something for the operator. */
  public URI management(String path) throws IOException {
    return URI.create(
        management.orElseThrow(
                () ->
                    new IOException(
                        "Nobody knows where the operator's port is: set MANAGEMENT_PORT as it is"
                            + " set for the service."))
            + path);
  }
}
