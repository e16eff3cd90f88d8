package io.cameo.service.limits;

import io.cameo.service.settings.Options;

/** What uploads are counted by. */
public enum Scope {
  /** The user whose picture it is. */
  SUBJECT,
  /** One upload token. */
  TOKEN,
  /** All users of the identity provider together. */
  ISSUER,
  /** The admin key, or one API key. */
  KEY,
  /** One network address; of IPv6 the network of 64 bits that a customer is given. */
  ADDRESS,
  /** All uploads of all nodes. */
  SERVICE;

  /** As it is written in names and answers. */
  public String word() {
    return Options.word(this);
  }
}
