package io.cameo.service.catalogue;

/** An identity belongs to another subject already. */
public final class IdentityTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int number;

  /**
   * @param number place of the identity in the list that was given
   */
  IdentityTakenException(int number) {
    super("identity " + number + " belongs to another subject", null, false, false);
    this.number = number;
  }

  public int number() {
    return number;
  }
}
