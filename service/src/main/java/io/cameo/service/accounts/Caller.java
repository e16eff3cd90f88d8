package io.cameo.service.accounts;

/** Who a request comes from, once its credential has been verified. */
public sealed interface Caller {

  /** How this caller is named in the audit log: the kind of credential, never the credential. */
  String auditName();

  /** Whether this caller may change or read this subject's avatar. */
  boolean mayActFor(String subject);

  /** The product's own back end. */
  record Admin() implements Caller {
    @Override
    public String auditName() {
      return "admin";
    }

    @Override
    public boolean mayActFor(String subject) {
      return true;
    }
  }

  /**
   * A browser with an upload token.
   *
   * @param token name of the token, from which it cannot be made
   */
  record TokenHolder(String subject, String token) implements Caller {
    @Override
    public String auditName() {
      return "token";
    }

    @Override
    public boolean mayActFor(String other) {
      return subject.equals(other);
    }
  }

  /** A user with a token of the product's identity provider. */
  record ProviderUser(String subject) implements Caller {
    @Override
    public String auditName() {
      return "jwt";
    }

    @Override
    public boolean mayActFor(String other) {
      return subject.equals(other);
    }
  }
}
