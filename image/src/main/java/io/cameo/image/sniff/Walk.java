package io.cameo.image.sniff;

import io.cameo.image.Refusal;

/** What the container walk found out about an upload. */
public sealed interface Walk {

  /**
   * The structure is whole and within the structural limits; the pixel limit is still to be applied
   * by {@link Admission}.
   */
  record Admitted(PictureFacts facts) implements Walk {}

  /**
   * The picture must not reach a decoder.
   *
   * @param refusal which rule it broke
   * @param detail one sentence for the user; nothing read from the file but numbers
   */
  record Refused(Refusal refusal, String detail) implements Walk {}
}
