package io.cameo.service.reconcile;

/** What is wrong with an object that a row needs. */
enum Damage {
  MISSING(Pile.MISSING),
  WRONG_LENGTH(Pile.WRONG_LENGTH),
  WRONG_BYTES(Pile.WRONG_BYTES);

  private final Pile pile;

  Damage(Pile pile) {
    this.pile = pile;
  }

  Pile pile() {
    return pile;
  }
}
